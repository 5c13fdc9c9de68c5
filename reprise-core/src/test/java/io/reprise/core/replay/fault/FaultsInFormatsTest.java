package io.reprise.core.replay.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Timeline;
import io.reprise.core.stream.StreamFormats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults in streams of arrays and of frames with checksums. */
class FaultsInFormatsTest {
    private static final StreamFormat FRAMES = StreamFormats.EVENT_STREAM;
    private static final Exchange ARRAY = exchange(
            "/v1beta/models/m:streamGenerateContent",
            StreamFormats.JSON_ARRAY,
            List.of(
                    Bytes.utf8("[{\"text\": \"one\"}"),
                    Bytes.utf8("\n,\r\n{\"text\": \"two\"}"),
                    Bytes.utf8(",{\"text\": \"three\"}"),
                    Bytes.utf8("\n]\n")));
    private static final Exchange EVENTS = exchange(
            "/model/m/invoke-with-response-stream",
            FRAMES,
            List.of(
                    FRAMES.chunk(PlainChunk.of("chunk", "{\"bytes\":{\"text\":\"one\"},\"p\":\"ab\"}"), 0),
                    FRAMES.chunk(PlainChunk.of("chunk", "{\"bytes\":{\"text\":\"two\"},\"p\":\"abc\"}"), 1),
                    FRAMES.chunk(PlainChunk.of("chunk", "{\"bytes\":{\"text\":\"three\"}}"), 2)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error,after=2",
                "empty,after=0",
                "empty,after=2",
                "duplicate,after=0",
                "duplicate,after=1",
                "duplicate,after=3",
                "error,after=0",
                "error,after=9"
            })
    void anArrayStaysAnArray(String fault) {
        List<Json> items = Json.parse(body(fault, ARRAY).toString()).items();

        assertThat(items).isNotEmpty();
        if (fault.startsWith("error")) {
            assertThat(items.get(items.size() - 1).get("error")).isPresent();
        }
    }

    @Test
    void anErrorEndsTheFramesBeforeIt() {
        List<Bytes> frames = cut(body("error,after=1,status=429", EVENTS));

        assertThat(frames).hasSize(2);
        assertThat(frames.get(0)).isEqualTo(chunk(EVENTS, 0));
        assertThat(FRAMES.payloads(frames.get(1))).extracting(Payload::event).containsExactly("throttlingException");
        assertThat(FRAMES.content(frames.get(1)).toString())
                .contains("\"message\"")
                .contains("exception\n");
    }

    @Test
    void aMalformedFrameHasValidChecksumsAndHalfAJson() {
        List<Bytes> frames = cut(body("malformed,after=1", EVENTS));

        assertThat(frames).hasSize(3);
        String payload = FRAMES.payloads(frames.get(1)).get(0).text(FRAMES.content(frames.get(1)));
        String base64 = Json.parse(payload).get("bytes").flatMap(Json::string).orElseThrow();
        assertThat(Bytes.owning(Base64.getDecoder().decode(base64))).hasToString("{\"text\"");
        assertThat(frames.get(0)).isEqualTo(chunk(EVENTS, 0));
        assertThat(frames.get(2)).isEqualTo(chunk(EVENTS, 2));
    }

    @Test
    void cutsAtAnyByteOfAFrame() {
        Bytes whole = EVENTS.response().body();
        for (int n = 0; n <= whole.size(); n++) {
            Script script = script("cut,after=" + n + "b", EVENTS);

            assertThat(sent(script)).isEqualTo(whole.slice(0, n));
            assertThat(script.steps().get(script.steps().size() - 1)).isInstanceOf(Step.Cut.class);
        }
    }

    @Test
    void recutsFramesWithoutChangingThem() {
        assertThat(body("recut=1", EVENTS)).isEqualTo(EVENTS.response().body());
        assertThat(body("recut=1", ARRAY)).isEqualTo(ARRAY.response().body());
    }

    @Test
    void leavesOutTheEndOfAnArray() {
        assertThat(body("no-done", ARRAY))
                .hasToString("[{\"text\": \"one\"}\n,\r\n{\"text\": \"two\"},{\"text\": \"three\"}");
    }

    @Test
    void anEmptyFrameHasNoPayload() {
        List<Bytes> frames = cut(body("empty,after=1", EVENTS));

        assertThat(frames).hasSize(4);
        assertThat(FRAMES.payloads(frames.get(1))).isEmpty();
        assertThat(FRAMES.plain(frames.get(1), 1)).contains(PlainChunk.EMPTY);
    }

    private static Exchange exchange(String path, StreamFormat format, List<Bytes> chunks) {
        Response response = new Response(
                200,
                Headers.NONE,
                format,
                chunks.stream().map(chunk -> new Chunk(0, chunk)).toList(),
                Ending.COMPLETE);
        return new Exchange(Request.post(path, "{}"), response);
    }

    private static Bytes chunk(Exchange exchange, int index) {
        return exchange.response().chunks().get(index).bytes();
    }

    private static List<Bytes> cut(Bytes body) {
        Framer framer = FRAMES.framer();
        List<Bytes> frames = framer.feed(body);
        assertThat(framer.rest()).isEmpty();
        return frames;
    }

    private static Bytes body(String faults, Exchange exchange) {
        return sent(script(faults, exchange));
    }

    private static Bytes sent(Script script) {
        List<Bytes> sent = new ArrayList<>();
        script.steps().forEach(step -> {
            if (step instanceof Step.Send send) {
                sent.add(send.bytes());
            }
        });
        return sent.isEmpty() ? Bytes.EMPTY : Bytes.concat(sent);
    }

    private static Script script(String faults, Exchange exchange) {
        ParsedRequest request = ApiFamilies.parse(exchange.request());
        ParsedExchange parsed = ParsedExchange.of(request, exchange.response());
        return Faults.parse(faults)
                .script(new Answer(parsed, Pace.INSTANT.schedule(Timeline.of(parsed), Occasion.ANY), Instant.EPOCH));
    }
}
