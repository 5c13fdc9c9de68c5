package io.reprise.core.family.amazon;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;

/** Streams of binary frames, which are written as {@code type JSON}. */
final class Frames {
    private Frames() {}

    static Response of(String... frames) {
        List<Chunk> chunks = new ArrayList<>();
        for (String frame : frames) {
            String[] typeAndJson = frame.split(" ", 2);
            PlainChunk plain = PlainChunk.of(typeAndJson[0], typeAndJson[1].replace('\'', '"'));
            boolean isException = typeAndJson[0].endsWith("Exception");
            chunks.add(new Chunk(
                    0,
                    isException
                            ? StreamFormats.EVENT_STREAM.error(plain, chunks.size())
                            : StreamFormats.EVENT_STREAM.chunk(plain, chunks.size())));
        }
        return new Response(
                200,
                Headers.of("content-type", "application/vnd.amazon.eventstream"),
                StreamFormats.EVENT_STREAM,
                chunks,
                Ending.COMPLETE);
    }
}
