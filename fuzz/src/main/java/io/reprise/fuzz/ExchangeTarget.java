package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.HeaderSyntax;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An exchange that was recorded: written to a file and read again, each byte of its answer is the same. */
final class ExchangeTarget implements FuzzTarget {
    private static final int PARTS = 5;

    @Override
    public void check(Input input) {
        Recording recording = new Recording(new TestId("t"), "", 1, exchange(input));
        Expect.orRefusal(StoreException.class, () -> RecordingFile.write(recording))
                .ifPresent(written -> RecordingTarget.check(recording));
    }

    /** An exchange: the first line of the request, its headers, its body, the headers of the answer, its body in one of the formats. */
    static Exchange exchange(Input input) {
        List<Bytes> parts = input.parts(PARTS);
        boolean isAlone = parts.get(1).isEmpty() && parts.get(2).isEmpty();
        Request request = isAlone ? Request.post("/v1/chat/completions", "{\"model\":\"m\"}") : Input.request(parts);
        Bytes body = isAlone ? parts.get(0) : parts.get(4);
        StreamFormat format = StreamFormats.KNOWN
                .all()
                .get(input.choice(StreamFormats.KNOWN.all().size()));
        List<Bytes> chunks = new ArrayList<>();
        Framer framer = format.framer();
        chunks.addAll(framer.feed(body));
        framer.rest().ifPresent(chunks::add);
        return new Exchange(
                request,
                new Response(
                        200,
                        answerHeaders(parts.get(3).toString()),
                        format,
                        chunks.stream()
                                .map(chunk -> new Chunk(input.choice(100), chunk))
                                .toList(),
                        Ending.COMPLETE));
    }

    /** What the recorder lets pass, without fields of one name that others stand between: a file joins these. */
    private static Headers answerHeaders(String lines) {
        Set<String> names = new HashSet<>();
        return Input.headers(lines)
                .endToEnd()
                .without("content-length")
                .filter(field -> HeaderSyntax.isSendable(field.value()) && names.add(field.name()));
    }

    @Override
    public List<Bytes> seeds() {
        String request = "POST /v1/chat/completions?a=b";
        String json = "content-type: application/json";
        return List.of(
                Input.joined(request, json, "{\"model\":\"m\"}", json, "{\"id\": \"x\", \"a\": [1.0, \"\\u00f6\"]}\n"),
                Input.joined(
                        request,
                        json,
                        "{}",
                        "content-type: text/event-stream",
                        "event: a\ndata: {\"x\": 1}\n\nid: 7\r\ndata:[DONE]\r\n\r\n: ping\n\n"),
                Input.joined(request, json, "{}", "content-type: application/x-ndjson", "{\"a\":1}\n{\"a\": 2}\r\n\n"),
                Input.joined(request, json, "{}", json, "[{\"a\":1}\n,\r\n{\"a\":2}]"),
                Input.joined(
                        request,
                        "content-type: multipart/form-data; boundary=x",
                        "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n{}\r\n--x--",
                        json,
                        " { } "));
    }
}
