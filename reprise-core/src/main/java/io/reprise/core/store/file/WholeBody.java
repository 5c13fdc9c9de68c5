package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonWriter;
import io.reprise.core.json.Spelling;
import io.reprise.core.store.file.member.FileValue;
import io.reprise.core.store.file.member.MemberLines;
import io.reprise.core.store.file.member.SpellingMember;
import io.reprise.core.store.file.spelling.SpelledJson;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A response's body that is not a stream, as members of a recording file: as JSON if any spelling gives the same bytes,
 * otherwise as text or base64.
 */
final class WholeBody {
    private static final int BASE64_LINE = 100;

    /**
     * JSON with what is around it.
     *
     * @param before white space
     * @param spelling with {@code padding} spaces before the last bracket
     * @param after white space
     */
    private record Value(String before, Json json, Spelling spelling, int padding, String after) {
        static Optional<Value> of(Bytes body, String text) {
            String json = text.strip();
            int start = text.indexOf(json);
            return SpelledJson.of(json, Spelling.COMPACT)
                    .map(spelled -> new Value(
                            text.substring(0, start),
                            Json.tryParse(body).orElseGet(() -> Json.parse(json)), // other white space may be around it
                            spelled.spelling(),
                            spelled.padding(),
                            text.substring(start + json.length())));
        }

        /** Whether a reader of version 1 understands it. */
        boolean isOld() {
            return before.isEmpty()
                    && (after.isEmpty() || after.equals("\n"))
                    && padding == 0
                    && SpellingMember.named(spelling).isPresent();
        }
    }

    private final Bytes body;
    private final Optional<Value> value;

    WholeBody(Bytes body) {
        this.body = body;
        boolean mayBeJson =
                Json.mayBeJson(body, 0, body.size()) && body.isText(); // control characters may be around JSON
        this.value = mayBeJson ? body.decode().flatMap(text -> Value.of(body, text)) : Optional.empty();
    }

    boolean isOld() {
        return value.isEmpty() || value.get().isOld();
    }

    /** Writes the body so that reading it gives the same bytes. */
    void write(MemberLines lines) {
        if (value.isEmpty()) {
            writeText(body, lines);
            return;
        }
        Value json = value.get();
        writeLayout(json.spelling(), lines);
        if (!json.before().isEmpty()) {
            lines.member("before", json.before());
        }
        if (json.padding() > 0) {
            lines.member("pad", json.padding());
        }
        if (json.after().equals("\n")) {
            lines.member("newline", Json.TRUE);
        } else if (!json.after().isEmpty()) {
            lines.member("after", json.after());
        }
        lines.member("body", json.json());
    }

    static void writeLayout(Spelling spelling, MemberLines lines) {
        if (!spelling.equals(Spelling.COMPACT)) {
            lines.member(SpellingMember.NAME, SpellingMember.value(spelling));
        }
    }

    /** The bytes of the body with the value {@code json}, as {@code holder} says that it is spelled. */
    static Bytes read(FileValue holder, FileValue json) {
        int padding = holder.get("pad")
                .map(value -> (int) value.number(0, Spelling.MOST_PADDING))
                .orElse(0);
        Spelling spelling = SpellingMember.read(holder, Spelling.COMPACT);
        JsonWriter text = JsonWriter.of(spelling).verbatim(around(holder, "before"));
        if (padding == 0) {
            text.value(json.json()); // a large one is in memory once
        } else {
            text.verbatim(SpelledJson.write(json.json(), spelling, padding));
        }
        return text.verbatim(holder.get("newline").map(FileValue::isTrue).orElse(false) ? "\n" : "")
                .verbatim(around(holder, "after"))
                .bytes();
    }

    private static String around(FileValue holder, String name) {
        Optional<FileValue> space = holder.get(name);
        if (space.isPresent() && !space.get().text().isBlank()) {
            throw space.get()
                    .wrong("is not white space, and nothing else can be around a 'body'; use 'raw' for other text");
        }
        return space.map(FileValue::text).orElse("");
    }

    static void writeText(Bytes body, MemberLines lines) {
        if (body.isText()) {
            writeLines("raw", linesOf(body.decode().orElseThrow()), lines);
        } else {
            writeLines("base64", piecesOf(Base64.getEncoder().encodeToString(body.toArray())), lines);
        }
    }

    private static void writeLines(String name, List<String> texts, MemberLines lines) {
        if (texts.size() == 1) {
            lines.member(name, texts.get(0));
        } else {
            lines.member(
                    name,
                    new Json.JsonArray(
                            texts.stream().<Json>map(Json.JsonString::new).toList()));
        }
    }

    private static List<String> linesOf(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        do {
            int end = text.indexOf('\n', from) + 1;
            lines.add(text.substring(from, end == 0 ? text.length() : end));
            from = end == 0 ? text.length() : end;
        } while (from < text.length());
        return lines;
    }

    private static List<String> piecesOf(String text) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); from += BASE64_LINE) {
            pieces.add(text.substring(from, Math.min(text.length(), from + BASE64_LINE)));
        }
        return pieces;
    }
}
