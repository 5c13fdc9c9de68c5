package io.reprise.config.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Why a text is not YAML, in words for people who do not know the terms of a parser. */
final class YamlProblem {
    /** Parts of messages about what is opened and not closed. */
    private static final List<String> UNCLOSED = List.of("end of stream", "<stream end>", "expected ',' or ");

    /** By a part of the parser's message; the first that fits counts. */
    private static final List<Map.Entry<String, String>> WORDS = List.of(
            Map.entry("(TAB)", "a tab is not allowed here; indent with spaces"),
            Map.entry("cannot start any token", "a text cannot begin with this character; put the text in quotes"),
            Map.entry("undefined alias", "a text that begins with '*' must be in quotes"),
            Map.entry(
                    "mapping values are not allowed",
                    "a colon is not allowed here; put a text that has a colon in quotes, and indent this line as the"
                            + " lines above"),
            Map.entry(
                    "sequence entries are not allowed",
                    "a list item cannot begin here; put each '- ' on a line of its own, indented as the others"),
            Map.entry("another document", "a second document begins here; delete the line '---'"),
            Map.entry("end of stream", "a quote is opened and not closed"),
            Map.entry("<stream end>", "a bracket is opened and not closed"),
            Map.entry("expected ',' or ", "a bracket is opened and not closed, or a comma is missing"),
            Map.entry("expected <block end>", "this line is not indented as the lines above"));

    private YamlProblem() {}

    /** The line for people to look at: where the parser noticed the mistake, or where something begins that does not end. */
    static int line(MarkedYamlEngineException broken) {
        String problem = String.valueOf(broken.getProblem());
        boolean isUnclosed = UNCLOSED.stream().anyMatch(problem::contains);
        Optional<Mark> beginning = broken.getContextMark().filter(mark -> isUnclosed);
        return beginning
                .or(broken::getProblemMark)
                .or(broken::getContextMark)
                .map(mark -> mark.getLine() + 1)
                .orElse(1);
    }

    /** Of what the parser says without a place. */
    static String words(YamlEngineException broken) {
        if (broken instanceof ReaderException) {
            return "it has a character that YAML does not allow; save the file as UTF-8 text";
        }
        return String.valueOf(broken.getMessage()).contains("aliases")
                ? "it has too many aliases (texts that begin with '*'); write out what they stand for"
                : "its form is wrong; compare it with docs/configuration.md";
    }

    static String words(MarkedYamlEngineException broken) {
        String problem = String.valueOf(broken.getProblem());
        return WORDS.stream()
                .filter(known -> problem.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(problem);
    }
}
