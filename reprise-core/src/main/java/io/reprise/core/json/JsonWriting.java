package io.reprise.core.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Writes values as text, without recursion. */
final class JsonWriting {
    private static final String HEX = "0123456789abcdef";

    /** Deeper levels are not indented further. Otherwise a text would grow with the square of its depth. */
    private static final int MAX_INDENTED_LEVELS = 100;

    /** An array or object that has been begun. */
    private static final class Open {
        final Iterator<?> rest;
        final char end;
        boolean isFirst = true;

        Open(Iterator<?> rest, char end) {
            this.rest = rest;
            this.end = end;
        }
    }

    private final StringBuilder out = new StringBuilder();
    private final Deque<Open> stack = new ArrayDeque<>();
    private final Layout layout;

    private JsonWriting(Layout layout) {
        this.layout = layout;
    }

    static String write(Json value, Layout layout) {
        JsonWriting writing = new JsonWriting(layout);
        writing.begin(value);
        while (!writing.stack.isEmpty()) {
            writing.step();
        }
        return writing.out.toString();
    }

    /**
     * Whether two values have the same text. Different values never have, because numbers keep their spelling and each
     * string has only one.
     */
    static boolean isSame(Json one, Json other) {
        return write(one, Layout.COMPACT).equals(write(other, Layout.COMPACT));
    }

    private void begin(Json value) {
        if (value instanceof Json.JsonObject object) {
            open('{', new Open(object.members().iterator(), '}'));
        } else if (value instanceof Json.JsonArray array) {
            open('[', new Open(array.items().iterator(), ']'));
        } else if (value instanceof Json.JsonString string) {
            quote(string.value(), out);
        } else if (value instanceof Json.JsonNumber number) {
            out.append(number.spelling());
        } else if (value instanceof Json.JsonBoolean bool) {
            out.append(bool.value());
        } else {
            out.append("null");
        }
    }

    private void open(char start, Open open) {
        out.append(start);
        stack.push(open);
    }

    private void step() {
        Open open = stack.element();
        if (!open.rest.hasNext()) {
            stack.pop();
            if (!open.isFirst) {
                newLine();
            }
            out.append(open.end);
            return;
        }
        if (!open.isFirst) {
            out.append(layout == Layout.SPACED ? ", " : ",");
        }
        open.isFirst = false;
        newLine();
        Object next = open.rest.next();
        if (next instanceof Json.Member member) {
            quote(member.name(), out);
            out.append(layout == Layout.COMPACT ? ":" : ": ");
            begin(member.value());
        } else {
            begin((Json) next);
        }
    }

    private void newLine() {
        if (layout == Layout.INDENTED) {
            out.append('\n').append("  ".repeat(Math.min(stack.size(), MAX_INDENTED_LEVELS)));
        }
    }

    static void quote(String text, StringBuilder out) {
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
        out.append(text, written, text.length()).append('"');
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
