package io.reprise.core.replay.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.stream.StreamFormats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** New ids in streams of arrays and of frames with checksums. */
class FreshIdsOfFormatsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:30Z");

    @Test
    void givesFramesNewIdsAndNewChecksums() {
        StreamFormat frames = StreamFormats.EVENT_STREAM;
        Response old = stream(
                frames,
                PlainChunk.of(
                        "chunk",
                        "{\"bytes\":{\"type\":\"message_start\",\"message\":{\"id\":\"msg_01abcdef2345\"}},\"p\":\"ab\"}"),
                PlainChunk.of("chunk", "{\"bytes\":{\"type\":\"message_stop\"},\"p\":\"abc\"}"));

        Response renewed = renewed("/model/anthropic.m/invoke-with-response-stream", old);

        String said =
                frames.plain(renewed.chunks().get(0).bytes(), 0).orElseThrow().json();
        assertThat(said)
                .matches(
                        "\\{\"bytes\":\\{\"type\":\"message_start\",\"message\":\\{\"id\":\"msg_\\w{12}\"}},\"p\":\"ab\"}")
                .doesNotContain("msg_01abcdef2345");
        assertThat(renewed.chunks().get(1)).isEqualTo(old.chunks().get(1));
        assertThat(frames.framer().feed(renewed.body()))
                .isEqualTo(renewed.chunks().stream().map(Chunk::bytes).toList());
    }

    @Test
    void givesTheElementsOfAnArrayTheSameNewId() {
        Response old = stream(
                StreamFormats.JSON_ARRAY,
                PlainChunk.of("{\n  \"responseId\": \"abcDEF123456\"\n}"),
                PlainChunk.of("{\n  \"responseId\": \"abcDEF123456\"\n}"));

        Response renewed = renewed("/v1beta/models/m:streamGenerateContent", old);

        String id = renewed.body().toString().replaceAll("(?s).*Id\": \"(\\w{12})\".*", "$1");
        assertThat(id).hasSize(12).isNotEqualTo("abcDEF123456");
        assertThat(renewed.body()).hasToString(old.body().toString().replace("abcDEF123456", id));
    }

    private static Response stream(StreamFormat format, PlainChunk... plain) {
        List<Chunk> chunks = new ArrayList<>();
        for (PlainChunk chunk : plain) {
            Bytes bytes = format.chunk(chunk, chunks.size());
            chunks.add(new Chunk(0, bytes));
        }
        return new Response(200, Headers.NONE, format, chunks, Ending.COMPLETE);
    }

    private static Response renewed(String path, Response response) {
        return FreshIds.of(response, ApiFamilies.of(Request.post(path, "{}")))
                .renew(new Random(1), NOW)
                .response();
    }
}
