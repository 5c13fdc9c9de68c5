package io.reprise.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reprise completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script by which the shell completes commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(reprise completion bash)       in ~/.bashrc",
            "  source <(reprise completion zsh)        in ~/.zshrc, after compinit"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The shells that are known. */
    enum Shell {
        bash,
        zsh
    }

    private final Surroundings surroundings;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    Shell shell = Shell.bash;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** One script serves both: it tells by itself which shell reads it. */
    @Override
    public Integer call() {
        surroundings.out().print(AutoComplete.bash("reprise", Main.commandLine(surroundings)));
        return ExitCode.FINE;
    }
}
