package io.reprise.server;

import io.reprise.server.Interleaving.BodyKind;
import io.reprise.server.Interleaving.Deed;
import io.reprise.server.Interleaving.Step.Ask;
import io.reprise.server.ScriptedUpstream.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** An API that answers each request as the plan says that belongs to its number. Each answer tells its number in each of its pieces. */
final class PlannedUpstream implements AutoCloseable {
    /** The header by which a request tells its number, which Reprise passes on. */
    static final String NUMBER = "x-number";

    private static final int PIECES = 3;

    private final ScriptedUpstream upstream;
    private final Map<Integer, Ask> asks = new HashMap<>();
    private final Gates gates;
    private final ConcurrentMap<Integer, Integer> calls = new ConcurrentSkipListMap<>();
    private final Queue<Integer> sent = new ConcurrentLinkedQueue<>();

    PlannedUpstream(Interleaving script, Gates gates) throws IOException {
        this.gates = gates;
        script.asks().forEach(ask -> asks.put(ask.number(), ask));
        this.upstream = new ScriptedUpstream(this::serve);
    }

    ScriptedUpstream scripted() {
        return upstream;
    }

    /** How often each request has reached it. */
    Map<Integer, Integer> calls() {
        return calls;
    }

    /** The requests to which a whole, good answer was sent. */
    Queue<Integer> sent() {
        return sent;
    }

    private void serve(Connection connection) throws IOException, InterruptedException {
        String request = connection.request();
        int number = Integer.parseInt(RawClient.header(request, NUMBER).orElseThrow());
        calls.merge(number, 1, Integer::sum);
        Ask ask = asks.get(number);
        if (ask.upstream().gates().get(0)) {
            gates.pass();
        }
        if (ask.upstream().status() != 200) {
            byte[] body = error(number);
            connection.send("HTTP/1.1 " + ask.upstream().status()
                    + " Oh\r\ncontent-type: application/json\r\ncontent-length: " + body.length + "\r\n\r\n");
            connection.send(body);
            connection.keep();
        } else if (ask.upstream().deed() == Deed.CLOSES) {
            return;
        } else if (ask.upstream().deed() == Deed.RESETS_AT_ONCE) {
            connection.reset();
        } else {
            answer(connection, ask);
        }
    }

    private void answer(Connection connection, Ask ask) throws IOException, InterruptedException {
        BodyKind kind = ask.asked().kind();
        List<byte[]> pieces = pieces(ask);
        boolean hasLength = hasLength(ask);
        int length = BodyShape.joined(pieces).length + (ask.upstream().deed() == Deed.PROMISES_TOO_MUCH ? 7 : 0);
        connection.send("HTTP/1.1 200 OK\r\ncontent-type: " + type(kind) + "\r\n"
                + (hasLength ? "content-length: " + length : "transfer-encoding: chunked") + "\r\n\r\n");
        int last = breaksAt(ask);
        for (int i = 0; i < last; i++) {
            if (ask.upstream().gates().get(i + 1)) {
                gates.pass();
            }
            if (hasLength) {
                connection.send(pieces.get(i));
            } else {
                connection.chunk(pieces.get(i));
            }
        }
        if (ask.upstream().gates().get(PIECES + 1)) {
            gates.pass();
        }
        end(connection, ask, hasLength);
    }

    private void end(Connection connection, Ask ask, boolean hasLength) throws IOException, InterruptedException {
        switch (ask.upstream().deed()) {
            case ANSWERS, ENDS_EARLY -> {
                connection.send(hasLength ? "" : "0\r\n\r\n");
                connection.keep();
            }
            case ANSWERS_AND_STAYS -> gates.pass();
            case RESETS -> connection.reset();
            case SENDS_HALF_A_CHUNK -> connection.send(hasLength ? "" : "ff\r\n");
            case SENDS_A_WRONG_SIZE -> connection.send(hasLength ? "" : "xyz\r\n");
            default -> {}
        }
        if (ask.upstream().isGood()) {
            sent.add(ask.number());
        }
    }

    private static boolean hasLength(Ask ask) {
        Deed deed = ask.upstream().deed();
        return deed == Deed.PROMISES_TOO_MUCH
                || !ask.asked().kind().isStream() && ask.number() % 2 == 0 && deed == Deed.ANSWERS;
    }

    /** How many pieces are sent. */
    static int breaksAt(Ask ask) {
        return switch (ask.upstream().deed()) {
            case ENDS_EARLY, BREAKS_OFF, RESETS, SENDS_HALF_A_CHUNK, SENDS_A_WRONG_SIZE ->
                ask.upstream().state() % PIECES;
            default -> PIECES;
        };
    }

    /** What a client gets that gets all of it. */
    static byte[] body(Ask ask) {
        return ask.upstream().status() == 200
                ? BodyShape.joined(pieces(ask).subList(0, breaksAt(ask)))
                : error(ask.number());
    }

    private static byte[] error(int number) {
        return bytes("{\"error\":{\"message\":\"a" + number + "\"}}");
    }

    private static String type(BodyKind kind) {
        return switch (kind) {
            case EVENTS -> "text/event-stream";
            case LINES -> "application/x-ndjson";
            case JSON, STATE -> "application/json";
            case BYTES -> "audio/mpeg";
        };
    }

    private static List<byte[]> pieces(Ask ask) {
        String name = "a" + ask.number();
        String padding = "x".repeat(ask.upstream().padding());
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < PIECES; i++) {
            String text = name + "p" + i + padding;
            boolean isLast = i == PIECES - 1;
            pieces.add(
                    switch (ask.asked().kind()) {
                        case EVENTS ->
                            bytes(
                                    isLast
                                            ? "data: [DONE]\n\n"
                                            : "data: {\"choices\":[{\"index\":0," + "\"delta\":{\"content\":\"" + text
                                                    + "\"},\"finish_reason\":null}]}\n\n");
                        case LINES ->
                            bytes("{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                                    + "\"},\"done\":" + isLast + "}\n");
                        case JSON ->
                            bytes((i == 0 ? "{\"output_text\":[" : ",") + "\"" + text + "\"" + (isLast ? "]}" : ""));
                        case BYTES -> (text + "\u00ff\u0000").getBytes(StandardCharsets.ISO_8859_1);
                        case STATE ->
                            bytes(
                                    i == 0
                                            ? "{\"object\":\"batch\","
                                            : isLast
                                                    ? "}"
                                                    : "\"status\":\"s"
                                                            + ask.upstream().state() + "\"");
                    });
        }
        return pieces;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
