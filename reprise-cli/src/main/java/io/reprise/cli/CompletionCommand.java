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
    private final Surroundings surroundings;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    String shell = "";

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** One script serves both: it tells by itself which shell reads it. */
    @Override
    public Integer call() {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new IllegalArgumentException(
                    "there is no completion for '" + shell + "'; the shells are bash and zsh");
        }
        surroundings.out().print(AutoComplete.bash("reprise", Main.commandLine(surroundings)));
        return ExitCode.FINE;
    }
}
