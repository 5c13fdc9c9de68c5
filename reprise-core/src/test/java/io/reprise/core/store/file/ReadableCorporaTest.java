package io.reprise.core.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Cassettes;
import io.reprise.core.Cassettes.Recorded;
import io.reprise.core.Corpora;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import io.reprise.core.replay.pace.StreamTiming;
import io.reprise.core.store.Recording;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much of real answers is readable in files: a chunk or body with JSON is to be written as JSON. */
@Tag(Corpora.TAG)
class ReadableCorporaTest {
    /** What became of the chunks and bodies of one host that carry JSON. */
    private static final class Count {
        private int chunks;
        private int unreadChunks;
        private int bodies;
        private int unreadBodies;

        @Override
        public String toString() {
            return unreadChunks + " of " + chunks + " chunks, " + unreadBodies + " of " + bodies + " bodies";
        }
    }

    @Test
    void everyChunkWithJsonIsALineOfJson() {
        List<Recorded> exchanges = Cassettes.read().files().stream()
                .flatMap(file -> file.exchanges().stream())
                .filter(exchange -> !exchange.isValueOnly())
                .toList();
        Map<String, Count> counts = new TreeMap<>();

        for (Recorded exchange : exchanges) {
            count(exchange.response(), written(exchange), counts.computeIfAbsent(exchange.host(), host -> new Count()));
        }

        Corpora.tried(exchanges.size(), "written as files; not readable: " + counts);
        assertThat(counts.values())
                .allSatisfy(count -> assertThat(count.unreadChunks).isZero());
    }

    private static Json written(Recorded exchange) {
        Recording recording = new Recording(TestId.NONE, "", 1, exchange.exchange());
        Bytes file = RecordingFile.write(recording);
        RecordingFile.Read read = RecordingFile.parse(file, "file", name -> Bytes.EMPTY);
        assertThat(read.recording().exchange().response()).isEqualTo(exchange.response());
        ParsedResponse parsed = new ParsedResponse(exchange.response());
        for (int i = 0; i < exchange.response().chunks().size(); i++) {
            assertThat(read.response().payloads(i)).isEqualTo(parsed.payloads(i));
        }
        ParsedExchange both = new ParsedExchange(read.request(), parsed);
        assertThat(StreamTiming.firstToken(both))
                .isEqualTo(StreamTiming.of(both).firstToken());
        return Json.parse(file.toString()).get("response").orElseThrow();
    }

    private static void count(Response response, Json written, Count count) {
        List<Json> lines = written.get("chunks").map(Json::items).orElse(List.of());
        if (lines.isEmpty() && response.body().decode().flatMap(Json::tryParse).isPresent()) {
            count.bodies++;
            count.unreadBodies += written.get("body").isPresent() ? 0 : 1;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (saysJson(response.format(), response.chunks().get(i))) {
                count.chunks++;
                count.unreadChunks += lines.get(i).get("data").isPresent() ? 0 : 1;
            }
        }
    }

    private static boolean saysJson(StreamFormat format, Chunk chunk) {
        Bytes content = format.content(chunk.bytes());
        return format.payloads(chunk.bytes()).stream()
                .anyMatch(payload -> Json.tryParse(payload.text(content)).isPresent());
    }
}
