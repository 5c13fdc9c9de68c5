package io.reprise.formats;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Exchanges of all kinds that a recording can hold, to be exported. */
public final class AnyExchange {
    private static final List<String> TYPES = List.of(
            "application/json",
            "text/plain; charset=iso-8859-1",
            "text/plain; charset=utf-8",
            "application/octet-stream",
            "text/html");

    /** Methods differ in their case (RFC 9110, 9.1): fetch() sends {@code patch} as it is. */
    private static final List<String> METHODS =
            List.of("GET", "POST", "HEAD", "OPTIONS", "DELETE", "patch", "Post", "head", "PROPFIND", "m-search!");

    private static final List<String> VALUES = List.of(
            "",
            "",
            "1",
            "null",
            "a\tb",
            "\"",
            "\\n",
            "#: {}",
            "\u00e9\u00ff",
            "\u0085a",
            "a\u00a0b",
            "<http://a>; b=\"c\"");

    /** Servers let more pass in a request than can be sent in an answer. */
    private static final List<String> ASKED =
            Stream.concat(VALUES.stream(), Stream.of("\u20ac")).toList();

    private AnyExchange() {}

    public static Exchange whole(Random random, int number) {
        String method = METHODS.get(random.nextInt(METHODS.size()));
        Headers asked =
                method.equals("OPTIONS") ? Headers.of("access-control-request-method", "POST") : odd(random, ASKED);
        Request request = new Request(
                method, "/v1/x%2F" + number, random.nextBoolean() ? "" : "a=%C3%A4&b", asked, bytes(random));
        int status = List.of(200, 201, 204, 206, 302, 304, 404, 500).get(random.nextInt(8));
        Bytes body = Response.mayHaveBody(method, status) ? bytes(random) : Bytes.EMPTY;
        List<Chunk> chunks = body.isEmpty() ? List.of() : List.of(new Chunk(random.nextInt(3), body));
        Headers headers = Headers.of("content-type", TYPES.get(random.nextInt(TYPES.size())), "x-a", "1", "x-a", "2");
        List<Headers.Field> fields = new ArrayList<>(headers.fields());
        fields.addAll(odd(random, VALUES).fields());
        Headers answered = new Headers(fields);
        return new Exchange(request, new Response(status, answered, StreamFormat.WHOLE, chunks, Ending.COMPLETE));
    }

    /** Headers that HTTP allows, and a format may not: empty values, equal names, characters that mean something elsewhere. */
    private static Headers odd(Random random, List<String> values) {
        List<Headers.Field> fields = new ArrayList<>();
        for (String name : List.of("x-empty", "range", "x-~|^")) {
            for (int i = random.nextInt(3); i > 0; i--) {
                fields.add(new Headers.Field(name, values.get(random.nextInt(values.size()))));
            }
        }
        return new Headers(fields);
    }

    public static Exchange stream(Random random, int number) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            chunks.add(Chunk.of(10L * i * random.nextInt(2), "data: {\"n\":" + i + ",\"t\":\"ä😀\\u0000\"}\n\n"));
        }
        List<Ending> endings = List.of(Ending.values());
        Ending ending = endings.get(random.nextInt(endings.size()));
        chunks.add(Chunk.of(40, "data: [DONE]\n\n"));
        return new Exchange(
                Request.post("/v1/chat/completions", "{\"stream\":true,\"n\":" + number + "}"),
                new Response(200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, ending));
    }

    public static Bytes bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return random.nextBoolean()
                ? Bytes.owning(bytes)
                : Bytes.utf8("ä\ufffd\u0000€😀 {}".substring(random.nextInt(4)));
    }
}
