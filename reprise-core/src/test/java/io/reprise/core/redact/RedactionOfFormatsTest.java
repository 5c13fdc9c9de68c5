package io.reprise.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.PlainChunk.Field;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.JsonPath;
import io.reprise.core.redact.Redaction.Policy;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials in streams of arrays and of frames with checksums. */
class RedactionOfFormatsTest {
    private static final StreamFormat FRAMES = StreamFormats.EVENT_STREAM;
    private static final StreamFormat ARRAY = StreamFormats.JSON_ARRAY;
    private static final String SECRET = "sk-" + "proj-Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo";
    private static final Redaction MASKING = new Redaction(Policy.MASK, List.of(), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"delta\":{\"text\":\"%s\"},\"p\":\"abc\"}",
                "{\"bytes\":{\"delta\":{\"text\":\"%s\"}},\"p\":\"abc\"}"
            })
    void masksACredentialThatIsSplitOverFrames(String frame) {
        for (int at = 1; at < SECRET.length(); at++) {
            Response response = stream(
                    FRAMES,
                    frame.replace("%s", "it is " + SECRET.substring(0, at)),
                    frame.replace("%s", SECRET.substring(at) + ", is it?"),
                    frame.replace("%s", "no"));

            assertThat(redacted(Redaction.DEFAULT, response)).isInstanceOf(Redaction.Outcome.Refused.class);
            assertThat(masked(response))
                    .isEqualTo(stream(
                            FRAMES,
                            frame.replace("%s", "it is [masked]"),
                            frame.replace("%s", ", is it?"),
                            frame.replace("%s", "no")));
        }
    }

    @Test
    void masksACredentialThatEachElementRepeats() {
        String element = "{\n  \"id\": \"%s\",\n  \"text\": \"no\"\n}";
        String escaped = SECRET.replace("proj", "pr\\u006fj");

        for (String spelled : List.of(SECRET, escaped)) {
            String given = element.replace("%s", spelled);
            String masked = element.replace("%s", "[masked]");

            assertThat(masked(stream(ARRAY, given, given, given, given)))
                    .isEqualTo(stream(ARRAY, masked, masked, masked, masked));
        }
    }

    @Test
    void masksACredentialThatIsSplitOverElementsThatRepeatAnIdAndDifferInTheirMembers() {
        String id = "{\n  \"id\": \"chatcmpl-8p5o2kKQvHx0KxVJ\",\n  ";
        for (int at = 1; at < SECRET.length(); at++) {
            String start = SECRET.substring(0, at);
            String rest = SECRET.substring(at);

            Response masked = masked(stream(
                    ARRAY,
                    id + "\"role\": \"assistant\",\n  \"text\": \"it is " + start + "\"\n}",
                    id + "\"index\": 0,\n  \"text\": \"another\"\n}",
                    id + "\"text\": \"" + rest + ", is it?\"\n}",
                    id + "\"text\": \"no\",\n  \"role\": \"assistant\"\n}"));

            assertThat(masked)
                    .isEqualTo(stream(
                            ARRAY,
                            id + "\"role\": \"assistant\",\n  \"text\": \"it is [masked]\"\n}",
                            id + "\"index\": 0,\n  \"text\": \"another\"\n}",
                            id + "\"text\": \", is it?\"\n}",
                            id + "\"text\": \"no\",\n  \"role\": \"assistant\"\n}"));
        }
    }

    @Test
    void masksACredentialThatIsSplitOverElements() {
        for (int at = 1; at < SECRET.length(); at++) {
            Response response = stream(
                    ARRAY,
                    "{\n  \"text\": \"it is " + SECRET.substring(0, at) + "\"\n}",
                    "{\n  \"text\": \"" + SECRET.substring(at) + ", is it?\"\n}");

            assertThat(masked(response))
                    .isEqualTo(stream(ARRAY, "{\n  \"text\": \"it is [masked]\"\n}", "{\n  \"text\": \", is it?\"\n}"));
        }
    }

    @Test
    void masksACredentialInAHeaderOfAFrame() {
        assertThat(masked(frame(List.of(Field.text(":message-type", "event"), Field.text("x", SECRET)))))
                .isEqualTo(frame(List.of(Field.text(":message-type", "event"), Field.text("x", "[masked]"))));
    }

    @Test
    void masksMembersOfEncodedJson() {
        Redaction members = new Redaction(Policy.REFUSE, List.of(), List.of(JsonPath.parse("$.user")));
        Response response = stream(FRAMES, "{\"bytes\":{\"user\":\"ann\"},\"p\":\"abc\"}", "{\"user\":\"ben\"}");

        assertThat(clean(members, response))
                .isEqualTo(
                        stream(FRAMES, "{\"bytes\":{\"user\":\"[masked]\"},\"p\":\"abc\"}", "{\"user\":\"[masked]\"}"));
    }

    @Test
    void masksWithinADamagedFrameWithoutRepairingIt() {
        Bytes damaged = Bytes.utf8("\0\0\0\1{\"key\":\"" + SECRET + "\"}");

        assertThat(masked(response(FRAMES, List.of(damaged))).body())
                .isEqualTo(Bytes.utf8("\0\0\0\1{\"key\":\"[masked]\"}"));
    }

    private static Response frame(List<Field> headers) {
        return response(
                FRAMES, List.of(FRAMES.chunk(new PlainChunk(Optional.empty(), headers, "{}"), Dialect.USUAL, 0)));
    }

    private static Response stream(StreamFormat format, String... texts) {
        List<Bytes> chunks = new ArrayList<>();
        for (String text : texts) {
            chunks.add(format.chunk(PlainChunk.of(text), chunks.size()));
        }
        return response(format, chunks);
    }

    private static Response response(StreamFormat format, List<Bytes> chunks) {
        return new Response(
                200,
                Headers.NONE,
                format,
                chunks.stream().map(chunk -> new Chunk(0, chunk)).toList(),
                Ending.COMPLETE);
    }

    private static Redaction.Outcome redacted(Redaction redaction, Response response) {
        return redaction.apply(new Exchange(Request.get("/"), response));
    }

    private static Response masked(Response response) {
        return clean(MASKING, response);
    }

    private static Response clean(Redaction redaction, Response response) {
        return ((Redaction.Outcome.Clean) redacted(redaction, response))
                .exchange()
                .response();
    }
}
