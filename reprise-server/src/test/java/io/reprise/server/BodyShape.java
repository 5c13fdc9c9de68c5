package io.reprise.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Kinds of answers, each with an example in three pieces. */
enum BodyShape {
    EVENTS(
            "/v1/chat/completions",
            "text/event-stream",
            true,
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hé\"},\"finish_reason\":null}]}\n\n",
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"total_tokens\":2}}\n\n",
            "data: [DONE]\n\n"),
    LINES(
            "/api/chat",
            "application/x-ndjson",
            true,
            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"H\"},\"done\":false}\n",
            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"i\"},\"done\":false}\n",
            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true}\n"),
    JSON(
            "/v1/chat/completions",
            "application/json",
            false,
            "{\"object\":\"chat.completion\",\"choices\":[{\"index\":0,",
            "\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},",
            "\"finish_reason\":\"stop\"}]}"),
    BYTES("/v1/audio/speech", "audio/mpeg", false, "\u00ff\u00fb\r\n0\r\n\r\n", "\u0000\u0001", "\u00fe"),
    /** Of events, for a client that does not accept it. */
    GZIP("/v1/chat/completions", "text/event-stream", true);

    private final String path;
    private final String type;
    private final boolean hasEndMark;
    private final List<byte[]> plain = new ArrayList<>();

    BodyShape(String path, String type, boolean hasEndMark, String... pieces) {
        this.path = path;
        this.type = type;
        this.hasEndMark = hasEndMark;
        for (String piece : pieces) {
            plain.add(piece.getBytes(type.startsWith("audio") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
        }
    }

    String path() {
        return path;
    }

    /** Whether its last piece says that it is the last. */
    boolean hasEndMark() {
        return hasEndMark;
    }

    /** The fields of its head that are about its body, but for its length. */
    String fields() {
        return "content-type: " + type + "\r\n" + (this == GZIP ? "content-encoding: gzip\r\n" : "");
    }

    /** As a client gets them. */
    List<byte[]> plain() {
        return this == GZIP ? EVENTS.plain : plain;
    }

    /** As an upstream sends them. */
    List<byte[]> sent() {
        return this == GZIP ? compressed(EVENTS.plain) : plain;
    }

    /** All that an upstream sends. */
    byte[] all() {
        return joined(sent());
    }

    static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Pieces of one gzip member, each of which can be decoded when it has arrived. */
    private static List<byte[]> compressed(List<byte[]> pieces) {
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        List<byte[]> compressed = new ArrayList<>();
        try (GZIPOutputStream gzip = new GZIPOutputStream(arrived, 512, true)) {
            for (int i = 0; i < pieces.size(); i++) {
                gzip.write(pieces.get(i));
                gzip.flush();
                if (i == pieces.size() - 1) {
                    gzip.finish();
                }
                compressed.add(arrived.toByteArray());
                arrived.reset();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed;
    }
}
