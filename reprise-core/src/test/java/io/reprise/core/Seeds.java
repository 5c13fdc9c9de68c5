package io.reprise.core;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.store.Recording;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.core.stream.StreamFormats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The exchanges that ship with the demo, as streams whose chunks came 7 ms apart. */
public final class Seeds {
    private static final Path FOLDER = Path.of("../reprise-cli/src/main/resources/demo/recordings");

    private static final Path ORIGINALS = Path.of("../reprise-formats/src/test/resources/seeds");

    private Seeds() {}

    /** All of them. */
    public static Stream<Exchange> all() {
        return Stream.of(
                chat(),
                completions(),
                read("openai-chat-meta-llama-llama-3.2-1b-instruct-what-s-the-name-875de6b0cd8c.json"),
                read("openai-chat-llama3.2-3b-instruct-fp16-hello-world-fa2cde9a9995.json"),
                read("openai-chat-llama3.2-3b-instruct-fp16-what-s-the-name-of-the-52290db34048.json"));
    }

    /** 55 chunks: 53 of text, the end with usage, and the end mark. */
    public static Exchange chat() {
        return read("openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd.json");
    }

    /** The same answer as text completions. */
    public static Exchange completions() {
        return read("openai-completions-llama3.2-1b-tell-me-a-joke-0c88de8d1cf2.json");
    }

    /** The directory of the files of other tools that the demo was imported from. */
    public static Path originals() {
        return ORIGINALS.toAbsolutePath().normalize();
    }

    /** One of these files. */
    public static Path original(String name) {
        return originals().resolve(name);
    }

    public static ParsedExchange parsed(Exchange exchange) {
        return ParsedExchange.of(ApiFamilies.parse(exchange.request()), exchange.response());
    }

    /** A stream of server-sent events with these chunks, 7 ms apart. */
    public static Response stream(List<Bytes> frames) {
        List<Chunk> chunks = new ArrayList<>();
        frames.forEach(frame -> chunks.add(new Chunk(7L * chunks.size(), frame)));
        return new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, Ending.COMPLETE);
    }

    private static Exchange read(String name) {
        Exchange exchange = recording(FOLDER.resolve(name)).exchange();
        List<Bytes> frames =
                exchange.response().chunks().stream().map(Chunk::bytes).toList();
        return new Exchange(exchange.request(), stream(frames));
    }

    private static Recording recording(Path file) {
        try {
            return RecordingFile.read(Bytes.owning(Files.readAllBytes(file)), file.toString());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
