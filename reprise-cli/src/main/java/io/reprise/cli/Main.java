package io.reprise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code reprise}. */
@Command(
        name = "reprise",
        description = "Records the HTTP traffic with large-language-model APIs once and replays it for ever.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    private static CommandLine commandLine() {
        return new CommandLine(new Main())
                .addSubcommand(new ServeCommand())
                .setParameterExceptionHandler((wrong, arguments) -> {
                    wrong.getCommandLine().getErr().println("reprise: " + wrong.getMessage());
                    return ExitCode.WRONG_USE;
                })
                .setExecutionExceptionHandler((failed, command, parsed) -> {
                    command.getErr().println("reprise: " + failed.getMessage());
                    return failed instanceof IllegalArgumentException ? ExitCode.WRONG_USE : ExitCode.FAILED;
                });
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.err);
    }

    /** The version that the jar's manifest names. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"reprise " + (version == null ? "(not packaged)" : version)};
        }
    }
}
