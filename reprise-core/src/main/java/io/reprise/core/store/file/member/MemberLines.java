package io.reprise.core.store.file.member;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonWriter;
import java.util.List;

/** The text of a recording's file, an object of JSON that is written one line after the other. */
public final class MemberLines {
    /** A comma, the end of the line, and the indent of the next one. */
    private static final int AROUND = 8;

    /** What follows the lines of a file. */
    private static final int REST = 64;

    private final JsonWriter writer = JsonWriter.forReview().beginObject();

    public MemberLines object(String name) {
        writer.name(name).beginObject();
        return this;
    }

    /** An object that is an item of an array. */
    public MemberLines object() {
        writer.item().beginObject();
        return this;
    }

    public MemberLines array(String name) {
        writer.name(name).beginArray();
        return this;
    }

    public MemberLines member(String name, Json value) {
        writer.name(name).value(value);
        return this;
    }

    public MemberLines member(String name, String text) {
        return member(name, new Json.JsonString(text));
    }

    public MemberLines member(String name, long number) {
        return member(name, new Json.JsonNumber(Long.toString(number)));
    }

    /** Lines with exactly these texts. */
    public MemberLines lines(List<String> texts) {
        writer.expect(
                REST + texts.stream().mapToInt(text -> text.length() + AROUND).sum());
        texts.forEach(this::line);
        return this;
    }

    /** A line with exactly {@code text}. */
    public MemberLines line(String text) {
        writer.item().verbatim(text);
        return this;
    }

    /** A member with exactly {@code text} as its value. */
    public MemberLines line(String name, String text) {
        writer.name(name).verbatim(text);
        return this;
    }

    public MemberLines endObject() {
        writer.endObject();
        return this;
    }

    public MemberLines endArray() {
        writer.endArray();
        return this;
    }

    /** What has been written since the last time, which is not in memory any more. */
    public Bytes take() {
        return Bytes.utf8(writer.take());
    }

    /** The whole text, or what {@link #take} has left of it, whose objects and arrays must have been ended. */
    public Bytes finish() {
        return writer.endObject().verbatim("\n").bytes();
    }
}
