package io.reprise.cli;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.comparison.DiffCommand;
import io.reprise.cli.comparison.VerifyCommand;
import io.reprise.cli.doctor.DoctorCommand;
import io.reprise.cli.housekeeping.LintCommand;
import io.reprise.cli.housekeeping.MoveCommand;
import io.reprise.cli.housekeeping.PruneCommand;
import io.reprise.cli.housekeeping.ScrubCommand;
import io.reprise.cli.housekeeping.StoreCommand;
import io.reprise.cli.mcp.McpCommand;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.FailureMessage;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.UnreadOutputException;
import io.reprise.cli.project.InitCommand;
import io.reprise.cli.recording.ListCommand;
import io.reprise.cli.recording.PlayCommand;
import io.reprise.cli.recording.ShowCommand;
import io.reprise.cli.recording.StatsCommand;
import io.reprise.cli.serving.RunCommand;
import io.reprise.cli.serving.ServeCommand;
import io.reprise.cli.transfer.ConvertCommand;
import io.reprise.cli.transfer.ExportCommand;
import io.reprise.cli.transfer.ImportCommand;
import io.reprise.cli.transfer.SyncCommand;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code reprise}. */
public final class Main {
    /** What people type as a command, though it is an option. */
    private static final Set<String> OPTIONS = Set.of("--version");

    private static final Set<String> FOR_HELP = Set.of("help", "-h", "--help");
    private static final int HELP_WIDTH = 100;
    /** The least that the library can print. */
    private static final int LEAST_HELP_WIDTH = 55;

    private Main() {}

    public static void main(String[] arguments) {
        ProcessEnvironment process = ProcessEnvironment.ofProcess();
        System.exit(run(process, arguments));
    }

    /** Runs a command to its end; its exit status is the result. */
    static int run(ProcessEnvironment process, String... arguments) {
        int status = execute(process, arguments);
        try {
            process.end();
            return status;
        } catch (UnreadOutputException | UncheckedIOException unwritten) {
            return status == ExitCode.FINE ? fail(process, unwritten) : status; // the first failure has been told
        } finally {
            process.flush();
        }
    }

    private static int execute(ProcessEnvironment process, String... arguments) {
        try {
            Optional<String> unknown = unknownCommand(arguments);
            if (unknown.isPresent()) {
                Set<String> words = new LinkedHashSet<>(commands().keySet());
                words.addAll(OPTIONS);
                process.complain(FailureMessage.noCommand(unknown.get(), words));
                return ExitCode.WRONG_USE;
            }
            return commandLine(process, arguments).execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError | ServiceConfigurationError | LinkageError broken) {
            return fail(process, broken);
        }
    }

    /** The first word, if it should be a command and is none: the parser does not mind if help is asked for as well. */
    private static Optional<String> unknownCommand(String... arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> !FOR_HELP.contains(argument))
                .findFirst()
                .filter(word -> !word.startsWith("-") && !commands().containsKey(word));
    }

    /** In the order in which help lists them. */
    private static Map<String, Function<ProcessEnvironment, Subcommand>> commands() {
        Map<String, Function<ProcessEnvironment, Subcommand>> commands = new LinkedHashMap<>();
        commands.put("serve", ServeCommand::new);
        commands.put("init", InitCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("convert", ConvertCommand::new);
        commands.put("sync", SyncCommand::new);
        commands.put("list", ListCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("play", PlayCommand::new);
        commands.put("diff", DiffCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("stats", StatsCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("lint", LintCommand::new);
        commands.put("scrub", ScrubCommand::new);
        commands.put("prune", PruneCommand::new);
        commands.put("mv", MoveCommand::new);
        commands.put("store", StoreCommand::new);
        commands.put("mcp", McpCommand::new);
        commands.put("completion", CompletionCommand::new);
        return commands;
    }

    /** Loads only the command that is run: loading the others would take longer than many commands. */
    private static CommandLine commandLine(ProcessEnvironment process, String... arguments) {
        Map<String, Function<ProcessEnvironment, Subcommand>> commands = commands();
        if (arguments.length > 0 && commands.containsKey(arguments[0])) {
            commands.keySet().retainAll(Set.of(arguments[0]));
        }
        CommandLine chosen = commandLine(process, commands);
        boolean isForHelp = Arrays.stream(arguments).anyMatch(FOR_HELP::contains);
        return isForHelp ? chosen.setUsageHelpWidth(helpWidth(process)) : chosen;
    }

    /** As wide as the terminal, if that is not too wide to be read. */
    private static int helpWidth(ProcessEnvironment process) {
        int columns = process.terminal().columns().orElse(HELP_WIDTH);
        return Math.max(LEAST_HELP_WIDTH, Math.min(HELP_WIDTH, columns));
    }

    /** The program with all its commands. */
    static CommandLine commandLine(ProcessEnvironment process) {
        return commandLine(process, commands());
    }

    private static CommandLine commandLine(
            ProcessEnvironment process, Map<String, Function<ProcessEnvironment, Subcommand>> commands) {
        CommandLine main = new CommandLine(spec(process), CommandSpecBuilder.FACTORY);
        commands.forEach((name, command) ->
                main.addSubcommand(name, new CommandLine(command.apply(process).spec(), CommandSpecBuilder.FACTORY)));
        if (commands.size() > 1) {
            main.addSubcommand("help", new CommandLine.HelpCommand());
        }
        return main.setOut(process.help())
                .setErr(process.unaskedHelp())
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(HELP_WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        process.terminal().outHasColours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setAbbreviatedOptionsAllowed(false)
                .setExpandAtFiles(false) // @names belong to the command of run
                .setParameterExceptionHandler((wrong, ignored) -> {
                    process.complain(FailureMessage.of(wrong));
                    return ExitCode.WRONG_USE;
                })
                .setExecutionExceptionHandler((failed, command, parsed) -> fail(process, failed));
    }

    private static int fail(ProcessEnvironment process, Throwable failed) {
        if (!(failed instanceof UnreadOutputException)) {
            process.complain(FailureMessage.of(failed));
        }
        if (process.wantsTraces()) {
            process.trace(failed);
        }
        return FailureMessage.exitCode(failed);
    }

    /** Without a command, prints help; the status shows scripts that this is wrong use. */
    private static int help(ProcessEnvironment process) {
        CommandLine main = commandLine(process);
        main.setUsageHelpWidth(helpWidth(process)).usage(main.getErr());
        return ExitCode.WRONG_USE;
    }

    private static CommandSpec spec(ProcessEnvironment process) {
        CommandSpec spec = CommandSpecBuilder.of(
                        () -> help(process),
                        "reprise",
                        "Records the HTTP traffic between programs and large-language-model APIs once, and replays it.")
                .exits(
                        "0:success",
                        "1:something failed: a file, a port, a store",
                        "2:wrong use: an argument, the configuration",
                        "3:done, but something needs attention: lost recordings, problems in files",
                        "4:an event of --fail-on has happened, or an answer is beyond a threshold of verify")
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
}
