package io.reprise.core.store.file;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;

/** The text of a JSON object that is written one line after the other. */
final class MemberLines {
    private final StringBuilder out = new StringBuilder(4_096);
    private int depth;
    private boolean isFirst = true;

    MemberLines() {
        begin('{');
    }

    MemberLines object(String name) {
        name(name);
        begin('{');
        return this;
    }

    MemberLines array(String name) {
        name(name);
        begin('[');
        return this;
    }

    MemberLines member(String name, Json value) {
        name(name);
        out.append(ReviewText.of(value, depth));
        return this;
    }

    MemberLines member(String name, String text) {
        return member(name, new Json.JsonString(text));
    }

    MemberLines member(String name, long number) {
        return member(name, new Json.JsonNumber(Long.toString(number)));
    }

    /** A line with exactly {@code text}. */
    MemberLines line(String text) {
        nextLine();
        out.append(text);
        return this;
    }

    MemberLines endObject() {
        return end('}');
    }

    MemberLines endArray() {
        return end(']');
    }

    /** The whole text, whose objects and arrays must have been ended. */
    String finish() {
        endObject();
        return out.append('\n').toString();
    }

    private void name(String name) {
        nextLine();
        out.append(new Json.JsonString(name).write(Layout.COMPACT)).append(": ");
    }

    private void nextLine() {
        out.append(isFirst ? "\n" : ",\n").append("  ".repeat(depth));
        isFirst = false;
    }

    private void begin(char start) {
        out.append(start);
        depth++;
        isFirst = true;
    }

    private MemberLines end(char end) {
        depth--;
        if (!isFirst) {
            out.append('\n').append("  ".repeat(depth));
        }
        out.append(end);
        isFirst = false;
        return this;
    }
}
