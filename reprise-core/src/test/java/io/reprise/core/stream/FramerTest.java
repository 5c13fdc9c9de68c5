package io.reprise.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Seeds;
import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.StreamFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
class FramerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LF                                   | data: a^^data: b^^               | data: a^^ / data: b^^",
                "CRLF                                 | data: a~^~^data: b~^~^           | data: a~^~^ / data: b~^~^",
                "CR                                   | data: a~~data: b~~               | data: a~~ / data: b~~",
                "several lines                        | event: x^data: a^data: b^id: 1^^ | event: x^data: a^data: b^id: 1^^",
                "a comment                            | : ping^^data: a^^                | : ping^^ / data: a^^",
                "a comment within an event            | data: a^: x^^                    | data: a^: x^^",
                "more blank lines than needed         | data: a^^^^data: b^^             | data: a^^ / ^ / ^ / data: b^^",
                "blank CRLF lines                     | data: a~^~^~^data: b~^~^         | data: a~^~^ / ~^ / data: b~^~^",
                "a blank line first                   | ^data: a^^                       | ^ / data: a^^",
                "line ends mixed: CRLF then LF        | data: a~^^data: b^~^             | data: a~^^ / data: b^~^",
                "line ends mixed: CR then LF          | data: a~^data: b~~               | data: a~^data: b~~",
                "line ends mixed: CR, CR and LF       | data: a~~^data: b~~              | data: a~~ / ^ / data: b~~",
                "line ends mixed: CRLF then CR        | data: a~^~data: b~~              | data: a~^~ / data: b~~",
                "line ends mixed: CRLF then CR CR     | data: a~^~~data: b~~             | data: a~^~ / ~ / data: b~~",
                "an empty field                       | data^^data:^^                    | data^^ / data:^^",
                "a byte order mark                    | \ufeffdata: a^^data: b^^         | \ufeffdata: a^^ / data: b^^",
                "a byte order mark on a blank line    | \ufeff^data: b^^                 | \ufeff^ / data: b^^",
                "a byte order mark that is a line     | data: a^\ufeff^data: b^^         | data: a^\ufeff^data: b^^",
                "two byte order marks                 | \ufeff\ufeff^^data: b^^          | \ufeff\ufeff^^ / data: b^^",
                "half an event at the end             | data: a^^data: b^                | data: a^^",
                "text beyond ASCII                    | data: Schรถdinger 𝒳^^data: ü^^    | data: Schรถdinger 𝒳^^ / data: ü^^",
            })
    void findsTheEventsIn(String what, String stream, String events) {
        Bytes bytes = Bytes.utf8(lineEnds(stream));

        assertThat(chunks(StreamFormats.SSE, List.of(bytes)))
                .as(what)
                .containsExactly(
                        Stream.of(events.split(" / ")).map(FramerTest::lineEnds).toArray(String[]::new));
        everyWayToCut(bytes, StreamFormats.SSE);
    }

    private static String lineEnds(String text) {
        return text.replace('^', '\n').replace('~', '\r');
    }

    @ParameterizedTest
    @MethodSource("realStreams")
    void findsTheSameEventsWhereverARealStreamIsCut(String name, Bytes stream) {
        assertThat(chunks(StreamFormats.SSE, List.of(stream))).as(name).hasSizeGreaterThan(50);

        everyWayToCut(stream, StreamFormats.SSE);
    }

    static Stream<Object[]> realStreams() {
        List<Object[]> streams = new ArrayList<>();
        for (Exchange seed : List.of(Seeds.chat(), Seeds.completions())) {
            String name = seed.request().path();
            String stream = seed.response().body().toString();
            for (String end : List.of("\n", "\r\n", "\r")) {
                streams.add(new Object[] {name + " with " + end.length(), Bytes.utf8(stream.replace("\n", end))});
            }
            String odd = stream.replace("\n\ndata: {", "\n\n: keep-alive\n\nevent: message\ndata:{");
            streams.add(new Object[] {name + " with comments and events", Bytes.utf8("\ufeff" + odd)});
        }
        return streams.stream();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsTheSameChunksInRubbishWhereverItIsCut(long seed) {
        Random random = new Random(seed);
        byte[] alphabet = "\n\n\r\r:d\ufeff a".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int round = 0; round < 300; round++) {
            byte[] rubbish = new byte[random.nextInt(40)];
            for (int i = 0; i < rubbish.length; i++) {
                rubbish[i] = alphabet[random.nextInt(alphabet.length)];
            }
            everyWayToCut(Bytes.owning(rubbish), StreamFormats.SSE);
            everyWayToCut(Bytes.owning(rubbish), StreamFormats.NDJSON);
        }
    }

    /** Cuts in two at every position, into single bytes, and at random. */
    private static void everyWayToCut(Bytes stream, StreamFormat format) {
        List<String> whole = chunks(format, List.of(stream));
        for (int cut = 0; cut <= stream.size(); cut++) {
            List<Bytes> halves = List.of(stream.slice(0, cut), stream.slice(cut, stream.size()));
            assertThat(chunks(format, halves)).as("cut at " + cut).isEqualTo(whole);
        }
        List<Bytes> single = IntStream.range(0, stream.size())
                .mapToObj(i -> stream.slice(i, i + 1))
                .toList();
        assertThat(chunks(format, single)).as("cut into bytes").isEqualTo(whole);
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            List<Bytes> pieces = new ArrayList<>();
            for (int from = 0; from < stream.size(); ) {
                int to = Math.min(stream.size(), from + random.nextInt(20));
                pieces.add(stream.slice(from, to));
                from = to;
            }
            assertThat(chunks(format, pieces)).as("cut with seed " + seed).isEqualTo(whole);
        }
    }

    /** The chunks that a framer finds, having checked that no byte was lost or changed. */
    private static List<String> chunks(StreamFormat format, List<Bytes> pieces) {
        Framer framer = format.framer();
        List<Bytes> chunks = new ArrayList<>();
        pieces.forEach(piece -> chunks.addAll(framer.feed(piece)));
        List<Bytes> all = new ArrayList<>(chunks);
        framer.rest().ifPresent(all::add);
        assertThat(Bytes.concat(all)).isEqualTo(Bytes.concat(pieces));
        assertThat(framer.rest()).isEmpty();
        return chunks.stream().map(Bytes::toString).toList();
    }

    @Test
    void doesNotWaitForALineFeedAfterABlankLineOfCr() {
        Framer framer = StreamFormats.SSE.framer();

        assertThat(framer.feed(Bytes.utf8("data: a\r\r"))).containsExactly(Bytes.utf8("data: a\r\r"));
        assertThat(framer.feed(Bytes.utf8("\ndata: b\r\r")))
                .containsExactly(Bytes.utf8("\n"), Bytes.utf8("data: b\r\r"));
    }

    @Test
    void keepsACrLfThatIsCutInTwoInOneChunk() {
        Framer framer = StreamFormats.SSE.framer();

        assertThat(framer.feed(Bytes.utf8("data: a\r\n\r"))).isEmpty();
        assertThat(framer.feed(Bytes.utf8("\ndata: b"))).containsExactly(Bytes.utf8("data: a\r\n\r\n"));
        assertThat(framer.rest()).contains(Bytes.utf8("data: b"));
    }

    @Test
    void startsAnewAfterTheRest() {
        Framer framer = StreamFormats.SSE.framer();
        framer.feed(Bytes.utf8("data: a\r\n\r"));
        framer.rest();

        assertThat(framer.feed(Bytes.utf8("\ufeff\n"))).containsExactly(Bytes.utf8("\ufeff\n"));
    }

    @Test
    void readsALargeEventThatComesByteByByte() {
        Framer framer = StreamFormats.SSE.framer();
        Bytes letter = Bytes.utf8("x");
        int length = 20_000_000;

        for (int i = 0; i < length; i++) {
            assertThat(framer.feed(letter).isEmpty()).isTrue();
        }

        assertThat(framer.feed(Bytes.utf8("\n\n")).get(0).size()).isEqualTo(length + 2);
    }

    @Test
    void takesALineForAChunkOfNdjson() {
        Framer framer = StreamFormats.NDJSON.framer();

        assertThat(framer.feed(Bytes.utf8("{\"a\":1}\r\n\n{\"b\"")))
                .containsExactly(Bytes.utf8("{\"a\":1}\r\n"), Bytes.utf8("\n"));
        assertThat(framer.feed(Bytes.utf8(":2}\n{\"done\":true}"))).containsExactly(Bytes.utf8("{\"b\":2}\n"));
        assertThat(framer.rest()).contains(Bytes.utf8("{\"done\":true}"));
    }

    @Test
    void takesABodyThatIsNoStreamAsOneChunk() {
        Framer framer = StreamFormat.WHOLE.framer();

        assertThat(framer.feed(Bytes.utf8("a\n\n"))).isEmpty();
        assertThat(framer.feed(Bytes.utf8("b\n\n"))).isEmpty();
        assertThat(framer.rest()).contains(Bytes.utf8("a\n\nb\n\n"));
        assertThat(framer.rest()).isEmpty();
    }
}
