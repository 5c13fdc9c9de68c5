package io.reprise.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Texts in the sources of the product; {@code …} stands in them for what is put in when the program runs. */
final class Messages {
    static final String HOLE = "\u2026";

    private static final Pattern LITERAL =
            Pattern.compile("\"\"\"(?:\\\\.|[^\\\\])*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"");
    private static final Pattern THROWN = Pattern.compile("new [A-Za-z]*Exception\\(");

    private Messages() {}

    /** All that a file says, in one text. */
    static String said(Path source) {
        return joined(JavaSources.withoutComments(source));
    }

    /** What a file says in exceptions, a text for each. */
    static List<String> thrown(Path source) {
        String code = JavaSources.withoutComments(source);
        List<String> messages = new ArrayList<>();
        Matcher found = THROWN.matcher(code);
        while (found.find()) {
            String said = joined(code.substring(found.end(), endOfArguments(code, found.end())));
            if (said.chars().anyMatch(Character::isLetter)) {
                messages.add(said);
            }
        }
        return messages;
    }

    /** The pieces of a message between what is put in. */
    static Stream<String> pieces(String message) {
        return Stream.of(message.split(HOLE, -1)).filter(piece -> !piece.isBlank());
    }

    private static int endOfArguments(String code, int start) {
        int depth = 1;
        Matcher literal = LITERAL.matcher(code);
        int at = start;
        while (depth > 0) {
            if (literal.region(at, code.length()).lookingAt()) {
                at = literal.end();
            } else {
                char c = code.charAt(at++);
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
        }
        return at - 1;
    }

    private static String joined(String code) {
        StringBuilder text = new StringBuilder();
        Matcher literal = LITERAL.matcher(code);
        int before = 0;
        while (literal.find()) {
            if (!code.substring(before, literal.start()).matches("[\\s+]*")) {
                text.append(HOLE);
            }
            String inner = literal.group().replaceAll("^\"+|\"+$", "");
            text.append(inner.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\"));
            before = literal.end();
        }
        return text.toString();
    }
}
