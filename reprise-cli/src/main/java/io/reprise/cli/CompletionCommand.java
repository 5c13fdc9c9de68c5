package io.reprise.cli;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import java.util.List;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise completion}. */
final class CompletionCommand implements Subcommand {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private final ProcessEnvironment process;

    private final Parameter<String> shell = Parameter.argument(String.class, "bash|zsh|fish", "The shell.");

    CompletionCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this, "completion", "Prints a script by which the shell completes commands and options.")
                .takes(shell)
                .examples(
                        "  source <(reprise completion bash)       in ~/.bashrc",
                        "  source <(reprise completion zsh)        in ~/.zshrc, after compinit",
                        "  reprise completion fish | source        in ~/.config/fish/config.fish")
                .spec();
    }

    /** One script works for bash and zsh: it finds out which one reads it. */
    @Override
    public Integer call() {
        if (!SHELLS.contains(shell.required())) {
            throw new IllegalArgumentException(
                    "there is no completion for '" + shell.required() + "'; the shells are bash, zsh and fish");
        }
        CommandLine main = Main.commandLine(process);
        process.print(
                shell.required().equals("fish")
                        ? FishCompletion.of(main)
                        : withoutInstructions(AutoComplete.bash("reprise", main)));
        return ExitCode.FINE;
    }

    /** The library's script begins with how to install it by hand, in a way that is not ours. */
    private static String withoutInstructions(String script) {
        return "# Completes commands and options of reprise in bash and zsh: source <(reprise completion bash)\n"
                + script.lines()
                        .dropWhile(line -> line.isBlank() || line.startsWith("#"))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
    }
}
