package io.reprise.formats.llamastack.python;

import io.reprise.core.json.Json;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a JSON value like Python's {@code repr}. */
public final class PythonRepr {
    private static final int MOST_LEVELS = 100;

    /** Writes what stands at a level of nesting. */
    private record Writing(int level) implements Json.Visitor<String> {
        private String inner(Json value) {
            return level == MOST_LEVELS ? "..." : value.accept(new Writing(level + 1));
        }

        @Override
        public String object(Json.JsonObject object) {
            return object.members().stream()
                    .map(member -> quoted(member.name()) + ": " + inner(member.value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }

        @Override
        public String array(Json.JsonArray array) {
            return array.items().stream().map(this::inner).collect(Collectors.joining(", ", "[", "]"));
        }

        @Override
        public String string(Json.JsonString string) {
            return quoted(string.value());
        }

        @Override
        public String number(Json.JsonNumber number) {
            return PythonJson.number(number.spelling());
        }

        @Override
        public String bool(Json.JsonBoolean bool) {
            return bool.value() ? "True" : "False";
        }

        @Override
        public String nothing() {
            return "None";
        }
    }

    private PythonRepr() {}

    public static String of(Json value) {
        return value.accept(new Writing(0));
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
