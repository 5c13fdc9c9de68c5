package io.reprise.formats.llamastack.python;

import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what Python's {@code repr} writes of a value that came from JSON. Error messages of the OpenAI client hold the
 * body of the answer in this form, and nowhere else is it whole.
 */
public final class PythonLiteral {
    private static final int MOST_LEVELS = 100;

    private static final class NoLiteral extends RuntimeException {
        NoLiteral() {
            super("no literal", null, false, false);
        }
    }

    private final String source;
    private int at;

    private PythonLiteral(String source) {
        this.source = source;
    }

    /** The dict that begins at {@code from} and reaches to the end of {@code source}; empty if there is none. */
    public static Optional<Json> dict(String source, int from) {
        PythonLiteral reading = new PythonLiteral(source.stripTrailing());
        reading.at = from;
        try {
            Json value = reading.value(0);
            return value instanceof Json.JsonObject && reading.at == reading.source.length()
                    ? Optional.of(value)
                    : Optional.empty();
        } catch (NoLiteral | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private Json value(int level) {
        char c = peek();
        if (level > MOST_LEVELS) {
            throw new NoLiteral();
        } else if (c == '{') {
            return object(level);
        } else if (c == '[') {
            return array(level);
        } else if (c == '\'' || c == '"') {
            return new Json.JsonString(string());
        } else if (takes("None")) {
            return Json.NULL;
        } else if (takes("True")) {
            return Json.TRUE;
        } else if (takes("False")) {
            return Json.FALSE;
        }
        int start = at;
        while (at < source.length() && "+-.0123456789eE".indexOf(source.charAt(at)) >= 0) {
            at++;
        }
        return Json.tryParse(source.substring(start, at))
                .filter(value -> value instanceof Json.JsonNumber)
                .orElseThrow(NoLiteral::new);
    }

    private Json object(int level) {
        List<Json.Member> members = new ArrayList<>();
        at++;
        while (!takes("}")) {
            separator(members.isEmpty());
            String name = string();
            expect(": ");
            members.add(new Json.Member(name, value(level + 1)));
        }
        return new Json.JsonObject(members);
    }

    private Json array(int level) {
        List<Json> items = new ArrayList<>();
        at++;
        while (!takes("]")) {
            separator(items.isEmpty());
            items.add(value(level + 1));
        }
        return new Json.JsonArray(items);
    }

    private void separator(boolean isFirst) {
        if (!isFirst) {
            expect(", ");
        }
    }

    private String string() {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw new NoLiteral();
        }
        StringBuilder text = new StringBuilder();
        for (at++; peek() != quote; ) {
            char c = source.charAt(at++);
            if (c == '\\') {
                escape(text);
            } else {
                text.append(c);
            }
        }
        at++;
        return text.toString();
    }

    private void escape(StringBuilder text) {
        char c = peek();
        at++;
        switch (c) {
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'x' -> code(2, text);
            case 'u' -> code(4, text);
            case 'U' -> code(8, text);
            case '\\', '\'', '"' -> text.append(c);
            default -> throw new NoLiteral();
        }
    }

    private void code(int digits, StringBuilder text) {
        if (at + digits > source.length()) {
            throw new NoLiteral();
        }
        text.appendCodePoint(Integer.parseInt(source, at, at + digits, 16));
        at += digits;
    }

    private char peek() {
        if (at >= source.length()) {
            throw new NoLiteral();
        }
        return source.charAt(at);
    }

    private boolean takes(String text) {
        boolean isThere = source.startsWith(text, at);
        at += isThere ? text.length() : 0;
        return isThere;
    }

    private void expect(String text) {
        if (!takes(text)) {
            throw new NoLiteral();
        }
    }
}
