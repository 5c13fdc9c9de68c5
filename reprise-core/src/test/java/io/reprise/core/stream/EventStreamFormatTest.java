package io.reprise.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Bytes.Replacement;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.stream.EventFrame.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamFormatTest extends StreamFormatContract {
    /** The test vectors of the AWS SDKs: no headers and no payload; one header of type int32; a payload and a header. */
    private static final List<String> VECTORS = List.of(
            "000000100000000005c248eb7d98c8ff",
            "0000002d0000001041c424b80a6576656e742d747970650400" + "00a00c7b27666f6f273a27626172277d36f480a0",
            "0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e"
                    + "7b27666f6f273a27626172277d8d9c08b1");

    @Override
    StreamFormat format() {
        return StreamFormats.EVENT_STREAM;
    }

    @Override
    List<String> oddParts() {
        return List.of(
                "\0\0\0\u0010",
                "\0\0\0\0",
                "{\"a\":1}",
                "\u000b:event-type\u0007\0\u0001x",
                StreamFormats.EVENT_STREAM.chunk(PlainChunk.of("a"), 0).latin1());
    }

    @Test
    void readsTheTestVectorsOfTheEncoding() {
        for (String vector : VECTORS) {
            Bytes frame = Bytes.owning(HexFormat.of().parseHex(vector));

            EventFrame read = EventFrame.parse(frame).orElseThrow();

            assertThat(read.write()).isEqualTo(frame);
            assertThat(StreamFormats.EVENT_STREAM.framer().feed(frame)).containsExactly(frame);
        }
        assertThat(EventFrame.parse(Bytes.owning(HexFormat.of().parseHex(VECTORS.get(1))))
                        .orElseThrow()
                        .headers())
                .containsExactly(new Header("event-type", 4, Bytes.copyOf(new byte[] {0, 0, (byte) 0xa0, 0x0c})));
    }

    @Test
    void namesTheEvent() {
        Bytes frame = frame(
                "{\"delta\":{\"text\":\"Hi\"},\"p\":\"abc\"}",
                Header.of(":event-type", "contentBlockDelta"),
                Header.of(":content-type", "application/json"),
                Header.of(":message-type", "event"));

        assertThat(StreamFormats.EVENT_STREAM.plain(frame, 0))
                .contains(PlainChunk.of("contentBlockDelta", "{\"delta\":{\"text\":\"Hi\"},\"p\":\"abc\"}"));
        assertThat(StreamFormats.EVENT_STREAM.payloads(frame))
                .extracting(Payload::event)
                .containsExactly("contentBlockDelta");
    }

    @Test
    void readsNoFrameWithAHeaderWithoutAName() {
        Bytes frame = new EventFrame(List.of(new Header("", 0, Bytes.EMPTY)), Bytes.utf8("{}")).write();

        assertThat(EventFrame.parse(frame)).isEmpty();
    }

    @Test
    void takesNoHeadersThatReachBeyondTheFrame() {
        byte[] frame = new EventFrame(List.of(), Bytes.utf8("{}")).write().toArray();
        ByteBuffer.wrap(frame).putInt(4, 3);
        CRC32 crc = new CRC32();
        crc.update(frame, 0, 8);
        ByteBuffer.wrap(frame).putInt(8, (int) crc.getValue());

        assertThat(EventFrame.isPrelude(Bytes.owning(frame))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {":event-type", ":exception-type", ":error-code"})
    void isNamedByTheFirstHeaderThatSaysWhatItIs(String name) {
        EventFrame frame = new EventFrame(List.of(Header.of(":message-type", "x"), Header.of(name, "a")), Bytes.EMPTY);

        assertThat(frame.type()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {-128, -1, 10, 127})
    void readsNoFrameWithAHeaderOfATypeThatThereIsNot(int type) {
        byte[] frame = new EventFrame(List.of(new Header("a", 0, Bytes.EMPTY)), Bytes.utf8("{}"))
                .write()
                .toArray();
        frame[14] = (byte) type;
        CRC32 crc = new CRC32();
        crc.update(frame, 0, frame.length - Integer.BYTES);
        ByteBuffer.wrap(frame).putInt(frame.length - Integer.BYTES, (int) crc.getValue());

        assertThat(EventFrame.parse(Bytes.owning(frame))).isEmpty();
        assertThat(StreamFormats.EVENT_STREAM.plain(Bytes.owning(frame), 0)).isEmpty();
    }

    @Test
    void givesBackFramesWithHeadersOfAnyTypeAndOrder() {
        List<Header> headers = List.of(
                new Header("yes", 0, Bytes.EMPTY),
                new Header("no", 1, Bytes.EMPTY),
                new Header("byte", 2, Bytes.utf8("1")),
                new Header("short", 3, Bytes.utf8("12")),
                new Header("int", 4, Bytes.utf8("1234")),
                new Header("long", 5, Bytes.utf8("12345678")),
                new Header("bytes", 6, Bytes.utf8("any")),
                new Header("time", 8, Bytes.utf8("12345678")),
                new Header("uuid", 9, Bytes.utf8("1234567812345678")),
                Header.of(":message-type", "event"),
                Header.of(":event-type", "later"));
        Bytes frame = new EventFrame(headers, Bytes.utf8("{}")).write();

        assertThat(EventFrame.parse(frame)).contains(new EventFrame(headers, Bytes.utf8("{}")));
        assertThat(StreamFormats.EVENT_STREAM.payloads(frame))
                .extracting(Payload::event)
                .containsExactly("later");
        assertThat(StreamFormats.EVENT_STREAM.plain(frame, 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"bytes\":\"%s\",\"p\":\"abc\"}'",
                "'{\"p\":\"bytes\",\"x\":{\"bytes\":1},\"bytes\":\"%s\"}'",
                "'{\"bytes\":\"%s\"}'"
            })
    void readsJsonThatIsEncodedInThePayload(String payload) {
        String json = "{\"type\":\"content_block_delta\",\"text\":\"Schrödinger \\\"bytes\\\"\"}";
        String base64 = Base64.getEncoder().encodeToString(Bytes.utf8(json).toArray());
        Bytes frame = chunk("chunk", payload.replace("%s", base64));

        assertThat(texts(frame)).containsExactly(json);
        assertThat(StreamFormats.EVENT_STREAM.plain(frame, 0))
                .contains(PlainChunk.of("chunk", payload.replace("%s", base64).replace('"' + base64 + '"', json)));
        assertThat(StreamFormats.EVENT_STREAM.chunk(
                        StreamFormats.EVENT_STREAM.plain(frame, 0).orElseThrow(), 0))
                .isEqualTo(frame);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"bytes\":\"not base64!\"}",
                "{\"bytes\":\"e30\"}",
                "{\"bytes\":\"e31=\"}",
                "{\"bytes\":\"eyJh\"}",
                "{\"bytes\":\"MTI=\"}",
                "{\"bytes\":null}",
                "{\"bytes\":\"e30="
            })
    void readsThePayloadWhereNoJsonIsEncodedInIt(String payload) {
        Bytes frame = chunk("chunk", payload);

        assertThat(texts(frame)).containsExactly(payload);
        assertThat(StreamFormats.EVENT_STREAM.plain(frame, 0)).contains(PlainChunk.of("chunk", payload));
    }

    @Test
    void showsTheBase64OfJsonThatIsSpelledOtherwiseThanItsFrame() {
        String base64 =
                Base64.getEncoder().encodeToString(Bytes.utf8("{\"a\": 1}").toArray());
        Bytes frame = chunk("chunk", "{\"bytes\":\"" + base64 + "\",\"p\":\"abc\"}");

        assertThat(texts(frame)).containsExactly("{\"a\": 1}");
        assertThat(StreamFormats.EVENT_STREAM.plain(frame, 0))
                .contains(PlainChunk.of("chunk", "{\"bytes\":\"" + base64 + "\",\"p\":\"abc\"}"));
    }

    @Test
    void doesNotTakeAnObjectForOneThatWasEncoded() {
        Bytes frame = frame(
                "{\"bytes\":{\"a\":1}}",
                Header.of(":event-type", "chunk"),
                Header.of(":content-type", "application/json"),
                Header.of(":message-type", "event"));

        assertThat(StreamFormats.EVENT_STREAM.plain(frame, 0)).isEmpty();
        assertThat(texts(frame)).containsExactly("{\"bytes\":{\"a\":1}}");
    }

    @Test
    void replacesHeadersAndEncodedJsonInTheirPlaces() {
        Bytes frame = frame("{\"bytes\":\"e30=\",\"p\":\"abc\"}", Header.of("key", "secret"), Header.of("x", "y"));
        String content = StreamFormats.EVENT_STREAM.content(frame).toString();
        assertThat(content).isEqualTo("secret\ny\n{\"bytes\":{},\"p\":\"abc\"}");

        Bytes changed = StreamFormats.EVENT_STREAM.replace(
                frame,
                List.of(
                        new Replacement(1, 3, Bytes.utf8("---")),
                        new Replacement(content.indexOf("{}"), content.indexOf("{}") + 2, Bytes.utf8("[1]")),
                        new Replacement(content.indexOf("abc"), content.indexOf("abc") + 3, Bytes.utf8("d"))));

        assertThat(changed)
                .isEqualTo(frame("{\"bytes\":\"WzFd\",\"p\":\"d\"}", Header.of("key", "s---ret"), Header.of("x", "y")));
    }

    @Test
    void replacesOverTheEndOfAHeader() {
        Bytes frame = frame("{}", Header.of("a", "12"), Header.of("b", "34"));

        Bytes changed = StreamFormats.EVENT_STREAM.replace(frame, List.of(new Replacement(1, 4, Bytes.utf8("x"))));

        assertThat(changed).isEqualTo(frame("{}", Header.of("a", "1x"), Header.of("b", "4")));
    }

    @Test
    void tellsOfAnErrorAsAnException() {
        Bytes frame =
                StreamFormats.EVENT_STREAM.error(PlainChunk.of("throttlingException", "{\"message\":\"slow\"}"), 2);

        assertThat(frame)
                .isEqualTo(frame(
                        "{\"message\":\"slow\"}",
                        Header.of(":exception-type", "throttlingException"),
                        Header.of(":content-type", "application/json"),
                        Header.of(":message-type", "exception")));
        assertThat(StreamFormats.EVENT_STREAM.payloads(frame))
                .extracting(Payload::event)
                .containsExactly("throttlingException");
    }

    @Test
    void losesNothingOfDamagedFrames() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = Bytes.concat(List.of(chunk("a", "{\"a\":1}"), chunk("b", "{}"), chunk("c", "[2]")))
                    .toArray();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Bytes body = Bytes.copyOf(damaged);
            Framer framer = StreamFormats.EVENT_STREAM.framer();

            List<Bytes> chunks = new ArrayList<>(framer.feed(body));
            framer.rest().ifPresent(chunks::add);

            assertThat(Bytes.concat(chunks)).isEqualTo(body);
            assertThat(chunks.stream()
                            .filter(chunk ->
                                    StreamFormats.EVENT_STREAM.plain(chunk, 0).isPresent())
                            .count())
                    .isLessThan(3);
        }
    }

    @Test
    void cutsWhatFollowsADamagedPayload() {
        byte[] damaged = chunk("a", "{\"a\":1}").toArray();
        damaged[damaged.length - 6] ^= (byte) 1;
        Bytes next = chunk("b", "{}");

        List<Bytes> chunks =
                StreamFormats.EVENT_STREAM.framer().feed(Bytes.concat(List.of(Bytes.copyOf(damaged), next)));

        assertThat(chunks).containsExactly(Bytes.copyOf(damaged), next);
        assertThat(StreamFormats.EVENT_STREAM.payloads(chunks.get(0))).isEmpty();
        assertThat(StreamFormats.EVENT_STREAM.content(chunks.get(0))).isEqualTo(chunks.get(0));
    }

    private static List<String> texts(Bytes frame) {
        return StreamFormats.EVENT_STREAM.payloads(frame).stream()
                .map(payload -> payload.text(StreamFormats.EVENT_STREAM.content(frame)))
                .toList();
    }

    private static Bytes chunk(String event, String payload) {
        return frame(
                payload,
                Header.of(":event-type", event),
                Header.of(":content-type", "application/json"),
                Header.of(":message-type", "event"));
    }

    private static Bytes frame(String payload, Header... headers) {
        return new EventFrame(List.of(headers), Bytes.utf8(payload)).write();
    }
}
