package io.reprise.core;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Framing;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamilies;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.stream.LenientSse;
import io.reprise.core.stream.SseEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The exchanges that the product was asked for with, as streams whose chunks came 7 ms apart. */
public final class Seeds {
    private static final Path FOLDER = Path.of("../../shared/seeds");

    private Seeds() {}

    /** All of them. */
    public static Stream<Exchange> all() {
        return Stream.of(
                chat(),
                txtar("completions-stream-usage.txtar", "/v1/completions"),
                llamaStack("llama-stack-vllm-n2.json"),
                llamaStack("llama-stack-ollama-hello.json"),
                llamaStack("llama-stack-ollama-test-scoped.json"));
    }

    /** 55 chunks: 53 of text, the end with usage, and the end mark. */
    public static Exchange chat() {
        return txtar("chat-stream-usage.txtar", "/v1/chat/completions");
    }

    public static ParsedExchange parsed(Exchange exchange) {
        return ParsedExchange.of(ApiFamilies.parse(exchange.request()), exchange.response());
    }

    /** A stream of server-sent events with these chunks, 7 ms apart. */
    public static Response stream(List<Bytes> frames) {
        List<Chunk> chunks = new ArrayList<>();
        frames.forEach(frame -> chunks.add(new Chunk(7L * chunks.size(), frame)));
        return new Response(200, Headers.of("content-type", "text/event-stream"), Framing.SSE, chunks, Ending.COMPLETE);
    }

    private static Exchange txtar(String name, String path) {
        String file = read(name);
        String body = file.substring(file.indexOf("-- response.json --\n") + 20);
        String question = file.substring(file.indexOf("-d '") + 4, file.indexOf("'\n-- response"));
        return new Exchange(Request.post(path, question), stream(LenientSse.frames(body)));
    }

    private static Exchange llamaStack(String name) {
        Json file = Json.parse(read(name));
        Json request = file.get("request").orElseThrow();
        List<Bytes> frames = new ArrayList<>();
        for (Json chunk : file.get("response")
                .flatMap(response -> response.get("body"))
                .orElseThrow()
                .items()) {
            String data = chunk.get("__data__").orElseThrow().write(Layout.COMPACT);
            frames.add(SseEvent.of(data).frame());
        }
        frames.add(SseEvent.of("[DONE]").frame());
        String question = request.get("body").orElseThrow().write(Layout.COMPACT);
        return new Exchange(Request.post("/v1/chat/completions", question), stream(frames));
    }

    private static String read(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
