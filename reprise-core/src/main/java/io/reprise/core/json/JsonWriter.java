package io.reprise.core.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Writes JSON text, values at once or the members of objects one after the other. Needs no recursion, so that depth costs
 * memory only. Not for use by several threads.
 */
public final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    /** Deeper levels are indented no further, or a text would grow with the square of its depth. */
    private static final int MAX_INDENTED_LEVELS = 100;

    /** Deeper levels of a text for review stand on one line, since nobody reads them. */
    private static final int MAX_REVIEWED_LEVELS = 32;

    /** Where white space stands. */
    private enum Style {
        COMPACT(",", ":"),
        SPACED(", ", ": "),
        INDENTED(",", ": "),
        /** As {@link #INDENTED}, with lists of numbers, and what is too deep, on one line. */
        REVIEW(",", ": ");

        final String comma;
        final String colon;

        Style(String comma, String colon) {
            this.comma = comma;
            this.colon = colon;
        }

        boolean hasLines() {
            return this == INDENTED || this == REVIEW;
        }

        static Style of(Layout layout) {
            return switch (layout) {
                case COMPACT -> COMPACT;
                case SPACED -> SPACED;
                case INDENTED -> INDENTED;
            };
        }
    }

    /** An array or object of a value that has been begun. */
    private record Open(Iterator<?> rest, char end, Style outer) {}

    /** Writes scalars, and begins arrays and objects. */
    private final class Beginning implements Json.Visitor<StringBuilder> {
        @Override
        public StringBuilder object(Json.JsonObject object) {
            return open(object.members(), '{', '}', style);
        }

        @Override
        public StringBuilder array(Json.JsonArray array) {
            boolean isLine = style == Style.REVIEW && isNumbers(array.items());
            return open(array.items(), '[', ']', isLine ? Style.SPACED : style);
        }

        @Override
        public StringBuilder string(Json.JsonString string) {
            return quote(string.value(), out);
        }

        @Override
        public StringBuilder number(Json.JsonNumber number) {
            return out.append(number.spelling());
        }

        @Override
        public StringBuilder bool(Json.JsonBoolean bool) {
            return out.append(bool.value());
        }

        @Override
        public StringBuilder nothing() {
            return out.append("null");
        }
    }

    private final Beginning beginning = new Beginning();
    private final StringBuilder out;
    private final Deque<Open> stack = new ArrayDeque<>();
    private Style style;
    private int depth;
    private boolean isFirst = true;

    private JsonWriter(Style style, int expectedLength) {
        this.style = style;
        this.out = new StringBuilder(expectedLength);
    }

    JsonWriter(Layout layout) {
        this(Style.of(layout), 16);
    }

    /**
     * A writer for people who review the text: a line per member and item, two spaces per level, but lists of numbers
     * (vectors, tokens) on one line.
     */
    public static JsonWriter forReview() {
        return new JsonWriter(Style.REVIEW, 4_096);
    }

    /** Begins an object, which is the value of the name or item that was begun last, or the whole text. */
    public JsonWriter beginObject() {
        return begin('{');
    }

    /** Begins an array, as {@link #beginObject} does an object. */
    public JsonWriter beginArray() {
        return begin('[');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    /** Begins a member of an object; its value must follow. */
    public JsonWriter name(String name) {
        next();
        quote(name, out);
        out.append(style.colon);
        return this;
    }

    /** Begins an item of an array; its value must follow. */
    public JsonWriter item() {
        next();
        return this;
    }

    /** Writes a value whose text is {@code json}, as it is. */
    public JsonWriter verbatim(String json) {
        out.append(json);
        return this;
    }

    public JsonWriter value(Json value) {
        int outside = stack.size();
        value.accept(beginning);
        while (stack.size() > outside) {
            step();
        }
        return this;
    }

    /** What has been written. */
    @Override
    public String toString() {
        return out.toString();
    }

    private StringBuilder open(List<?> children, char start, char end, Style inner) {
        stack.push(new Open(children.iterator(), end, style));
        style = style == Style.REVIEW && depth >= MAX_REVIEWED_LEVELS ? Style.COMPACT : inner;
        begin(start);
        return out;
    }

    private void step() {
        Open open = stack.element();
        if (!open.rest.hasNext()) {
            stack.pop();
            end(open.end);
            style = open.outer;
            return;
        }
        Object child = open.rest.next();
        if (child instanceof Json.Member member) {
            name(member.name());
            member.value().accept(beginning);
        } else {
            next();
            ((Json) child).accept(beginning);
        }
    }

    private JsonWriter begin(char start) {
        out.append(start);
        depth++;
        isFirst = true;
        return this;
    }

    private JsonWriter end(char end) {
        depth--;
        if (!isFirst) {
            newLine();
        }
        out.append(end);
        isFirst = false;
        return this;
    }

    /** Separates what follows from what precedes it in its object or array. */
    private void next() {
        if (!isFirst) {
            out.append(style.comma);
        }
        isFirst = false;
        newLine();
    }

    private void newLine() {
        if (style.hasLines()) {
            out.append('\n').append("  ".repeat(Math.min(depth, MAX_INDENTED_LEVELS)));
        }
    }

    private static boolean isNumbers(List<Json> items) {
        return !items.isEmpty() && items.stream().allMatch(Json.JsonNumber.class::isInstance);
    }

    /** Appends a string literal with the fewest escapes (RFC 8785, 3.2.2.2). */
    static StringBuilder quote(String text, StringBuilder out) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            out.append(text, written, i);
            written = i + 1;
            escape(c, out);
        }
        return out.append(text, written, text.length()).append('"');
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt((c >> shift) & 0xf));
                }
            }
        }
    }
}
