package io.reprise.cli;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise completion}. */
final class CompletionCommand implements Subcommand {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    /** A line that begins what is offered for an option, or that lists its values. */
    private static final Pattern OPTION = Pattern.compile("--([a-z-]+)(?:'\\)| values)$");

    /** The library names the values of an option by their label, which several options share. */
    private static final Pattern VALUES = Pattern.compile("\\w+_option_args");

    private final ProcessEnvironment process;

    private final Parameter<String> shell =
            Parameter.argument(String.class, "bash|zsh|fish", "The shell.").offering(SHELLS);

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
                        : adapted(AutoComplete.bash("reprise", main)));
        return ExitCode.FINE;
    }

    /**
     * The library's script begins with how to install it by hand, in a way that is not ours. It switches off that bash offers files where it has
     * nothing to offer itself; but most arguments of ours are files, or commands.
     */
    private static String adapted(String script) {
        StringBuilder text = new StringBuilder(
                "# Completes commands and options of reprise in bash and zsh: source <(reprise completion bash)\n");
        List<String> lines = script.lines()
                .dropWhile(line -> line.isBlank() || line.startsWith("#"))
                .filter(line -> !line.endsWith("compopt +o default"))
                .toList();
        String option = "";
        for (String line : lines) {
            Matcher named = OPTION.matcher(line);
            option = named.find() ? named.group(1).replace('-', '_') : option;
            text.append(VALUES.matcher(line).replaceAll(option + "_option_args"))
                    .append('\n');
        }
        return text.toString();
    }
}
