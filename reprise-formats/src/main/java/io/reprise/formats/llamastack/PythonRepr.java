package io.reprise.formats.llamastack;

import io.reprise.core.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a JSON value like Python's {@code repr}. */
final class PythonRepr {
    private static final int MOST_LEVELS = 100;

    private PythonRepr() {}

    static String of(Json value) {
        return of(value, 0);
    }

    private static String of(Json value, int level) {
        if (level > MOST_LEVELS) {
            return "...";
        }
        if (value instanceof Json.JsonString string) {
            return quoted(string.value());
        }
        if (value instanceof Json.JsonNumber number) {
            return PythonJson.number(number.spelling());
        }
        if (value instanceof Json.JsonBoolean bool) {
            return bool.value() ? "True" : "False";
        }
        if (value instanceof Json.JsonArray array) {
            List<String> items =
                    array.items().stream().map(item -> of(item, level + 1)).toList();
            return "[" + String.join(", ", items) + "]";
        }
        if (value instanceof Json.JsonObject object) {
            return object.members().stream()
                    .map(member -> quoted(member.name()) + ": " + of(member.value(), level + 1))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return "None";
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            if (c == quote || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c == '\n' || c == '\r' || c == '\t') {
                out.append('\\').append(c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
            } else if (isPrintable(c)) {
                out.appendCodePoint(c);
            } else {
                String form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
                out.append(String.format(Locale.ROOT, form, c));
            }
        });
        return out.append(quote).toString();
    }

    /** As {@code str.isprintable}: all but the categories of others and of separators, the space excepted. */
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
