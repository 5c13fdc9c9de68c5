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
        int at = start;
        while (depth > 0) {
            char c = code.charAt(at);
            if (c == '"' || c == '\'') {
                at = JavaSources.endOfLiteral(code, at);
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                at++;
            }
        }
        return at - 1;
    }

    private static String joined(String code) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        boolean isHole = false;
        while (at < code.length()) {
            char c = code.charAt(at);
            int end = c == '"' || c == '\'' ? JavaSources.endOfLiteral(code, at) : at + 1;
            if (c == '"') {
                text.append(isHole ? HOLE : "").append(unescaped(code.substring(at, end)));
                isHole = false;
            } else {
                isHole |= c != '+' && !Character.isWhitespace(c);
            }
            at = end;
        }
        return text.toString();
    }

    private static String unescaped(String literal) {
        return literal.replaceAll("^\"+|\"+$", "")
                .replace("\\\"", "\"")
                .replace("\\n", "\n")
                .replace("\\\\", "\\");
    }
}
