package io.reprise.cli;

import java.util.Collection;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A script by which fish completes commands and options; the library has none for this shell. */
final class FishCompletion {
    private final StringBuilder script = new StringBuilder();
    private final String program;

    private FishCompletion(String program) {
        this.program = program;
    }

    static String of(CommandLine main) {
        FishCompletion completion = new FishCompletion(main.getCommandName());
        Collection<CommandLine> commands = main.getSubcommands().values();
        completion.line("# completes '" + completion.program + "' in fish");
        completion.line("complete -c " + completion.program + " -n '__fish_use_subcommand' -f");
        completion.options("__fish_use_subcommand", main.getCommandSpec());
        commands.forEach(command -> completion.line("complete -c " + completion.program
                + " -n '__fish_use_subcommand' -a " + command.getCommandName() + " -d "
                + quoted(description(command.getCommandSpec()))));
        commands.forEach(command -> completion.options(
                "__fish_seen_subcommand_from " + command.getCommandName(), command.getCommandSpec()));
        return completion.script.toString();
    }

    private void options(String condition, CommandSpec command) {
        for (OptionSpec option : command.options()) {
            StringBuilder line = new StringBuilder("complete -c " + program + " -n '" + condition + "'");
            for (String name : option.names()) {
                line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            if (option.arity().max() > 0) {
                line.append(option.paramLabel().matches(".*(FILE|DIR).*") ? " -r -F" : " -x");
            }
            line(line + offered(option) + " -d " + quoted(option.description()[0]));
        }
        for (PositionalParamSpec argument : command.positionalParameters()) {
            if (argument.completionCandidates() != null) {
                line("complete -c " + program + " -n '" + condition + "' -f" + offered(argument));
            }
        }
    }

    private static String offered(ArgSpec argument) {
        Iterable<String> values = argument.completionCandidates();
        return values == null ? "" : " -a '" + String.join(" ", values) + "'";
    }

    private static String description(CommandSpec command) {
        String[] lines = command.usageMessage().description();
        return lines.length == 0 ? "" : lines[0];
    }

    private void line(String text) {
        script.append(text).append('\n');
    }

    /** The first sentence, within the quotes of fish, where only a quote and a backslash are special. */
    private static String quoted(String text) {
        String sentence = text.replaceAll("(?s)\\. .*", "")
                .replaceAll("\\.$", "")
                .replace("%%", "%")
                .replace("$${", "${");
        return sentence.codePoints()
                .mapToObj(Character::toString)
                .map(c -> c.equals("'") || c.equals("\\") ? "\\" + c : c)
                .collect(Collectors.joining("", "'", "'"));
    }
}
