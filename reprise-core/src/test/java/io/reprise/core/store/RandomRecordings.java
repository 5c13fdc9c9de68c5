package io.reprise.core.store;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Recordings of all that upstreams have been seen to send, and of much that they had better not. */
public final class RandomRecordings {
    private static final List<String> JSON = List.of(
            "{\"id\":\"chatcmpl-1\",\"created\":1716194078,\"choices\":[{\"index\":0,\"delta\":{\"content\":\" man\"}}]}",
            "{\"id\": \"chatcmpl-1\", \"choices\": [{\"index\": 0}], \"usage\": null}",
            "{ \"odd\" :1 }",
            "{\"logprob\":-0.10,\"big\":123456789012345678901234567890,\"one\":1.0,\"e\":1E5,\"minus\":-0}",
            "{\"text\":\"Schรถdinger \uD83D\uDE00 ö\"}",
            "{\"text\":\"Schr\\u00f6dinger\"}",
            "{\"text\":\"\\ud83d lone\",\"slash\":\"a\\/b\"}",
            "{\"a\":1,\"a\":2}",
            "{}",
            "[]",
            "[ ]",
            "[0.1,2,3e-7]",
            "[0.1, 2, 3e-7]",
            "null",
            "\"text\"",
            "12",
            "{\n  \"id\": \"x\",\n  \"choices\": [\n    1,\n    {}\n  ]\n}",
            "[DONE]",
            "{\"cut\":",
            "");
    private static final List<String> STARTS = List.of(
            "data: ",
            "data:",
            "event: message_start\ndata: ",
            "event: \ndata: ",
            "event:x\ndata: ",
            "id: 7\ndata: ",
            ": comment\n",
            "data: first\ndata: ",
            "\uFEFFdata: ",
            "retry: 10\n",
            "");
    private static final List<String> ENDS =
            List.of("\n\n", "\n\n", "\n\n", "\n", "\r\n\r\n", "\r\r", " \n\n", "\n\n\n", "");
    private static final List<String> TESTS = List.of(
            "",
            "test",
            "tests/test_x.py::test_a[gpt-4]",
            "../../etc/passwd",
            "a/b::c[x]",
            "\uD83D\uDE00",
            "x".repeat(2_000),
            "CON",
            "Test",
            "a b");

    private final Random random;

    public RandomRecordings(long seed) {
        this.random = new Random(seed);
    }

    public Recording next() {
        return new Recording(
                new TestId(any(TESTS)), any(List.of("", "ollama", "a \"b\"")), 1 + random.nextInt(3), exchange());
    }

    public Exchange exchange() {
        return new Exchange(request(), response());
    }

    public Request request() {
        Bytes body = random.nextInt(4) == 0 ? Bytes.EMPTY : body();
        Headers headers = random.nextBoolean()
                ? Headers.of("content-type", "application/json")
                : Headers.of("content-type", "multipart/form-data; boundary=x", "x-tenant", "é");
        return new Request(
                any(List.of("POST", "GET", "DELETE")),
                any(List.of("/v1/chat/completions", "/", "/a%2Fb/%F0%9F%98%80", "*")),
                any(List.of("", "a=b&a=c", "%00")),
                headers,
                body);
    }

    public Response response() {
        StreamFormat format = any(StreamFormats.KNOWN.all());
        List<Chunk> chunks = new ArrayList<>();
        long at = 0;
        for (int i = random.nextInt(format.isStream() ? 8 : 3); i > 0; i--) {
            chunks.add(new Chunk(at, chunk(format)));
            at += random.nextInt(50);
        }
        Headers headers = any(List.of(
                Headers.NONE,
                Headers.of("content-type", "text/event-stream"),
                Headers.of("set-cookie", "a", "set-cookie", "b", "x", "\"\\\t\u00e9")));
        return new Response(200 + random.nextInt(400), headers, format, chunks, any(List.of(Ending.values())));
    }

    private Bytes chunk(StreamFormat format) {
        if (random.nextInt(10) == 0) {
            return rubbish();
        }
        if (!format.isStream()) {
            return body();
        }
        return Bytes.utf8((format.equals(StreamFormats.SSE) ? any(STARTS) : "") + any(JSON) + any(ENDS));
    }

    private Bytes body() {
        return switch (random.nextInt(6)) {
            case 0 -> rubbish();
            case 1 -> Bytes.utf8(any(JSON) + any(ENDS));
            case 2 -> Bytes.utf8("\uFEFF" + any(JSON));
            case 3 -> Bytes.utf8("<html>\n<body>\r\nerror\n\n</html>");
            default -> Bytes.utf8(any(JSON));
        };
    }

    private Bytes rubbish() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return random.nextBoolean()
                ? Bytes.owning(bytes)
                : Bytes.utf8(Base64.getEncoder().encodeToString(bytes));
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
