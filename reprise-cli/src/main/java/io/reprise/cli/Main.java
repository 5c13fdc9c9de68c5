package io.reprise.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code reprise}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        ProcessEnvironment surroundings = ProcessEnvironment.ofProcess();
        int exitCode = run(surroundings, arguments);
        surroundings.flush();
        System.exit(exitCode);
    }

    /** Runs a command to its end; its exit status is the result. */
    static int run(ProcessEnvironment surroundings, String... arguments) {
        try {
            return commandLine(surroundings, arguments).execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError tooMuch) {
            return fail(surroundings, tooMuch);
        }
    }

    /** In the order in which help lists them. */
    private static Map<String, Function<ProcessEnvironment, Subcommand>> commands() {
        Map<String, Function<ProcessEnvironment, Subcommand>> commands = new LinkedHashMap<>();
        commands.put("serve", ServeCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("list", ListCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("lint", LintCommand::new);
        commands.put("completion", CompletionCommand::new);
        return commands;
    }

    /** Loads only the command that is run: loading the others would take longer than many commands. */
    private static CommandLine commandLine(ProcessEnvironment surroundings, String... arguments) {
        Map<String, Function<ProcessEnvironment, Subcommand>> commands = commands();
        if (arguments.length > 0 && commands.containsKey(arguments[0])) {
            commands.keySet().retainAll(Set.of(arguments[0]));
        }
        return commandLine(surroundings, commands);
    }

    /** The program with all its commands. */
    static CommandLine commandLine(ProcessEnvironment surroundings) {
        return commandLine(surroundings, commands());
    }

    private static CommandLine commandLine(
            ProcessEnvironment surroundings, Map<String, Function<ProcessEnvironment, Subcommand>> commands) {
        CommandLine main = new CommandLine(spec(surroundings));
        commands.forEach((name, command) -> main.addSubcommand(
                name, new CommandLine(command.apply(surroundings).spec())));
        if (commands.size() > 1) {
            main.addSubcommand("help", new CommandLine.HelpCommand());
        }
        return main.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler((wrong, ignored) -> {
                    surroundings.say(Failure.line(wrong));
                    return ExitCode.WRONG_USE;
                })
                .setExecutionExceptionHandler((failed, command, parsed) -> fail(surroundings, failed));
    }

    private static int fail(ProcessEnvironment surroundings, Throwable failed) {
        surroundings.say(Failure.line(failed));
        if (surroundings.wantsTraces()) {
            failed.printStackTrace(surroundings.err());
        }
        return Failure.exitCode(failed);
    }

    /** Without a command, prints help; the status shows scripts that this is wrong use. */
    private static int help(ProcessEnvironment surroundings) {
        CommandLine main = commandLine(surroundings);
        main.usage(main.getErr());
        return ExitCode.WRONG_USE;
    }

    private static CommandSpec spec(ProcessEnvironment surroundings) {
        CommandSpec spec = Usage.of(
                        () -> help(surroundings),
                        "reprise",
                        "Records the HTTP traffic between programs and large-language-model APIs once, and replays it.")
                .exits(
                        "0:success",
                        "1:something failed: a file, a port, a store",
                        "2:wrong use: an argument, the configuration",
                        "3:done, but something needs attention: lost recordings, problems in files")
                .examples(
                        "  reprise serve --upstream https://api.example.com/v1",
                        "  reprise serve --demo",
                        "  reprise list --model 'gpt-*'",
                        "",
                        "reprise.yaml in the working directory configures all commands.")
                .spec();
        spec.usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .commandListHeading("%nCommands (each has its own --help):%n");
        return spec;
    }

    /** The version that the jar's manifest names. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"reprise " + text()};
        }

        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "(not packaged)" : version;
        }
    }
}
