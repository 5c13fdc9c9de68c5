package io.reprise.core.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecoderTest {
    private static final String HELLO = "hello, hello, hello";
    private static final DecodingLimits LIMITS = DecodingLimits.of(8 << 20);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                " Identity , ",
                "gzip",
                "x-gzip",
                "GZip",
                "deflate",
                "zstd",
                "br",
                "gzip,identity"
            })
    void takesACodingOff(String codings) {
        Bytes coded = put(codings, HELLO.getBytes(UTF_8));

        assertThat(decode(codings, coded)).isEqualTo(whole(HELLO));
    }

    @Test
    void readsDeflateWithoutTheFrameOfZlib() {
        assertThat(decode("deflate", Coded.deflate(HELLO.getBytes(UTF_8), true)))
                .isEqualTo(whole(HELLO));
    }

    @Test
    void takesSeveralCodingsOffInTheOppositeOrder() {
        Bytes coded = Coded.zstd(Coded.gzip(HELLO.getBytes(UTF_8)).toArray());

        assertThat(decode("gzip, zstd", coded)).isEqualTo(whole(HELLO));
        assertThat(ContentDecoder.decode(
                        Headers.of("content-encoding", "gzip", "content-encoding", "zstd"),
                        List.of(new Chunk(0, coded)),
                        LIMITS))
                .isEqualTo(whole(HELLO));
    }

    @Test
    void readsSeveralMembersAndFrames() {
        Bytes one = Coded.gzip("one ".getBytes(UTF_8));
        Bytes two = Coded.gzip("two".getBytes(UTF_8));
        Bytes frames = Bytes.concat(List.of(Coded.zstd("one ".getBytes(UTF_8)), Coded.zstd("two".getBytes(UTF_8))));

        assertThat(decode("gzip", Bytes.concat(List.of(one, two)))).isEqualTo(whole("one two"));
        assertThat(decode("gzip", Bytes.concat(List.of(one, two, Bytes.utf8("\0\0\0")))))
                .isEqualTo(whole("one two"));
        assertThat(decode("zstd", frames)).isEqualTo(whole("one two"));
    }

    @Test
    void readsAllPartsOfAGzipHeader() {
        byte[] plain = Coded.gzip(HELLO.getBytes(UTF_8)).toArray();
        plain[3] = 31;
        Bytes coded = Bytes.concat(List.of(
                Bytes.copyOf(Arrays.copyOf(plain, 10)),
                Bytes.utf8("\2\0ab" + "name\0" + "comment\0" + "cc"),
                Bytes.copyOf(Arrays.copyOfRange(plain, 10, plain.length))));

        assertThat(decode("gzip", coded)).isEqualTo(whole(HELLO));
        assertThat(inPieces("gzip", coded, 1, LIMITS)).isEqualTo(HELLO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd", "br", "gzip, deflate, zstd", "br, gzip"})
    void findsTheSameWhereverTheBodyIsCut(String codings) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] plain = new byte[random.nextInt(200_000)];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) ("abc{}\n".charAt(random.nextInt(6)) + random.nextInt(2));
        }
        Bytes coded = put(codings, plain);

        for (int size : new int[] {1, 7, 1 + random.nextInt(5_000), coded.size()}) {
            assertThat(inPieces(codings, coded, size, LIMITS))
                    .as("seed %d, pieces of %d", seed, size)
                    .isEqualTo(new String(plain, UTF_8));
        }
    }

    /** A decoder that has read all of the input may still have output: a copy that did not fit into a buffer. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "bare deflate", "zstd", "br"})
    void readsAllThatABufferHadNoRoomFor(String codings) {
        String coding = codings.replace("bare ", "");
        for (int size = DecodedOutput.BUFFER + 1; size < DecodedOutput.BUFFER + 316; size++) {
            byte[] plain = ("b" + "a".repeat(size - 1)).getBytes(UTF_8);
            Bytes coded = codings.equals(coding) ? put(coding, plain) : Coded.deflate(plain, true);

            for (int piece : new int[] {coded.size(), 1}) {
                assertThat(inPieces(coding, coded, piece, LIMITS))
                        .as("%d bytes in pieces of %d", size, piece)
                        .isEqualTo(new String(plain, UTF_8));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "bare deflate", "zstd", "br"})
    void givesAllOfAPieceWhenItComes(String coding) {
        Headers headers = coding(coding.replace("bare ", ""));
        for (int size = DecodedOutput.BUFFER + 1; size < DecodedOutput.BUFFER + 316; size++) {
            byte[] plain = ("b" + "a".repeat(size - 1)).getBytes(UTF_8);
            try (ContentDecoder decoder = new ContentDecoder(headers, LIMITS)) {
                List<Chunk> chunks = decoder.feed(new Chunk(10, Coded.flushed(coding, plain)));

                assertThat(chunks).as("%d bytes", size).containsExactly(new Chunk(10, Bytes.copyOf(plain)));
            }
        }
    }

    @Test
    void saysThatADictionaryIsMissing() {
        Bytes withDictionary = Coded.base64("eLsC1wFsqwCjxKRkABS+A/0=");

        assertThat(decode("deflate", withDictionary))
                .isEqualTo(new Decoded.Undecodable("its deflate coding needs a dictionary, which is missing"));
        for (int end = 6; end < withDictionary.size(); end++) {
            assertThat(decode("deflate", withDictionary.slice(0, end))).isInstanceOf(Decoded.Undecodable.class);
        }
    }

    @Test
    void givesEachPartTheTimeOfThePieceThatBringsIt() {
        Bytes coded = Coded.gzip("one".getBytes(UTF_8));
        List<Chunk> arrived = List.of(
                new Chunk(10, Bytes.concat(List.of(coded, coded.slice(0, 5)))),
                new Chunk(20, coded.slice(5, coded.size())));

        assertThat(ContentDecoder.decode(coding("gzip"), arrived, LIMITS))
                .isEqualTo(new Decoded.Whole(List.of(Chunk.of(10, "one"), Chunk.of(20, "one"))));
    }

    @Test
    void findsWhenThePartsOfABrotliStreamArrived() {
        List<Chunk> arrived = List.of(
                new Chunk(10, Coded.base64("CweAZGF0YTogeyJhIjoxfQoK")),
                new Chunk(20, Coded.base64("cACAX1JBpq9EASYEWGMA")),
                new Chunk(25, Coded.base64("aACAX1Jh")),
                new Chunk(30, Coded.base64("qysJUESTUEk5+DEA")),
                new Chunk(40, Coded.base64("Aw==")));

        assertThat(ContentDecoder.decode(coding("br"), arrived, LIMITS))
                .isEqualTo(new Decoded.Whole(List.of(
                        Chunk.of(10, "data: {\"a\":1}\n\n"),
                        Chunk.of(20, "data: {\"a\":2}\n\n"),
                        Chunk.of(30, "data: [DONE]\n\n"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd", "br"})
    void saysWhatCameBeforeACut(String codings) {
        byte[] plain = (HELLO + " ").repeat(10_000).getBytes(UTF_8);
        Bytes coded = put(codings, plain);

        for (int end = 1; end < coded.size(); end += 1 + coded.size() / 1_000) {
            Decoded decoded = decode(codings, coded.slice(0, end));

            assertThat(decoded).as("the first %d bytes", end).isInstanceOf(Decoded.Truncated.class);
            assertThat(new String(plain, UTF_8)).startsWith(text(decoded));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd", "br"})
    void endsForWhateverBytes(String codings) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Bytes coded = put(codings, HELLO.repeat(50).getBytes(UTF_8));
        for (int i = 0; i < 300; i++) {
            byte[] damaged = coded.toArray();
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }

            assertThat(decode(codings, Bytes.copyOf(damaged)))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }

    @Test
    void doesNotTakeDamagedBytesForWhole() {
        byte[] wrongChecksum = Coded.gzip(HELLO.getBytes(UTF_8)).toArray();
        wrongChecksum[wrongChecksum.length - 8]++;

        byte[] wrongLength = Coded.gzip(HELLO.getBytes(UTF_8)).toArray();
        wrongLength[wrongLength.length - 1]++;
        byte[] wrongAdler = Coded.deflate(HELLO.getBytes(UTF_8), false).toArray();
        wrongAdler[wrongAdler.length - 1]++;

        assertThat(decode("gzip", Bytes.copyOf(wrongChecksum)))
                .isEqualTo(new Decoded.Undecodable("its gzip is damaged: the checksum differs"));
        assertThat(decode("gzip", Bytes.copyOf(wrongLength)))
                .isEqualTo(new Decoded.Undecodable("its gzip is damaged: the checksum differs"));
        assertThat(decode("deflate", Bytes.copyOf(wrongAdler)))
                .isEqualTo(new Decoded.Undecodable("its deflate coding is damaged"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void allowsOnlyZerosAfterTheEnd(String codings) {
        Bytes coded = put(codings, HELLO.getBytes(UTF_8));
        Bytes padded = Bytes.concat(List.of(coded, Bytes.utf8("\0\0\0")));
        Bytes followed = Bytes.concat(List.of(padded, Bytes.utf8("x")));

        assertThat(decode(codings, padded)).isEqualTo(whole(HELLO));
        assertThat(decode(codings, followed))
                .isEqualTo(
                        new Decoded.Undecodable("its " + codings + " coding is damaged: other bytes follow its end"));
        for (int end = coded.size() - 1; end <= followed.size(); end++) {
            Decoded inTwo = ContentDecoder.decode(
                    coding(codings),
                    List.of(new Chunk(0, followed.slice(0, end)), new Chunk(0, followed.slice(end, followed.size()))),
                    LIMITS);
            assertThat(inTwo).isInstanceOf(Decoded.Undecodable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void doesNotTakeASecondMemberForWholeThatIsNot(String codings) {
        Bytes coded = put(codings, HELLO.getBytes(UTF_8));
        Bytes twice = Bytes.concat(List.of(coded, coded));

        for (int end = coded.size() + 1; end < twice.size(); end++) {
            assertThat(decode(codings, twice.slice(0, end))).isInstanceOf(Decoded.Truncated.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | it is not gzip",
                "deflate | its deflate coding is damaged",
                "br | its br coding is damaged, or other bytes follow its end",
                "zstd | its zstd coding is damaged",
                "compress | its content coding 'compress' is not known",
                "a\u001bb | its content coding 'a?b' is not known",
                "gzip,gzip,gzip,gzip,gzip | it has 5 content codings, which is too many"
            })
    void saysWhyABodyCannotBeDecoded(String codings, String reason) {
        assertThat(decode(codings, Bytes.utf8(codings.equals("br") ? "\u0011" : "plain text")))
                .isEqualTo(new Decoded.Undecodable(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd", "br", "compress"})
    void takesABodyWithoutAByteForWhole(String codings) {
        assertThat(ContentDecoder.decode(coding(codings), List.of(), LIMITS)).isEqualTo(new Decoded.Whole(List.of()));
        assertThat(decode(codings, Bytes.EMPTY)).isEqualTo(new Decoded.Whole(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd", "br", "gzip, gzip"})
    void stopsAtItsLimitOfBytes(String codings) {
        Bytes bomb = bomb(codings);

        assertThat(ContentDecoder.decode(
                        coding(codings),
                        List.of(new Chunk(0, bomb)),
                        new DecodingLimits(3_000_000, Long.MAX_VALUE, Long.MAX_VALUE)))
                .isEqualTo(new Decoded.Undecodable("its decoded form is larger than 3000000 bytes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "br", "gzip, gzip"})
    void stopsAtItsRatio(String codings) {
        assertThat(ContentDecoder.decode(
                        coding(codings),
                        List.of(new Chunk(0, bomb(codings))),
                        new DecodingLimits(1L << 40, 1_000, Long.MAX_VALUE)))
                .isEqualTo(new Decoded.Undecodable("its decoded form is at least 1000 times as large"));
    }

    @Test
    void tellsTheMostThatABodyCanBecome() {
        assertThat(DecodingLimits.REQUEST.most(1)).isEqualTo(DecodingLimits.FREE);
        assertThat(DecodingLimits.REQUEST.most(10_000)).isEqualTo(10_000_000);
        assertThat(DecodingLimits.REQUEST.most(400_000)).isEqualTo(64 << 20);
        assertThat(DecodingLimits.PASSING.most(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void tellsTheLimitOfAStepFromDamage() {
        DecodingLimits inSteps = new DecodingLimits(1L << 40, Long.MAX_VALUE, 1_000);
        try (ContentDecoder large = new ContentDecoder(coding("gzip"), inSteps);
                ContentDecoder damaged = new ContentDecoder(coding("gzip"), inSteps)) {
            large.feed(new Chunk(0, bomb("gzip")));
            damaged.feed(new Chunk(0, Bytes.utf8("plain text")));

            assertThat(large.isTooMuchAtOnce()).isTrue();
            assertThat(damaged.failure()).isPresent();
            assertThat(damaged.isTooMuchAtOnce()).isFalse();
        }
    }

    @Test
    void letsSmallBodiesHaveAnyRatio() {
        byte[] zeros = new byte[1 << 20];

        assertThat(decode("gzip", Coded.gzip(zeros)))
                .isEqualTo(new Decoded.Whole(List.of(new Chunk(0, Bytes.copyOf(zeros)))));
    }

    private static Bytes bomb(String codings) {
        byte[] zeros = new byte[16 << 20];
        UnaryOperator<Bytes> again = coded -> codings.endsWith(", gzip") ? Coded.gzip(coded.toArray()) : coded;
        return codings.equals("br") ? Coded.ZEROS_BR : again.apply(put(codings.replace(", gzip", ""), zeros));
    }

    private static Headers coding(String codings) {
        return Headers.of("content-encoding", codings);
    }

    private static Decoded decode(String codings, Bytes coded) {
        return ContentDecoder.decode(coding(codings), List.of(new Chunk(0, coded)), LIMITS);
    }

    private static Decoded whole(String text) {
        return new Decoded.Whole(List.of(Chunk.of(0, text)));
    }

    private static Bytes put(String codings, byte[] plain) {
        Bytes coded = Bytes.copyOf(plain);
        for (String coding : codings.toLowerCase(java.util.Locale.ROOT).split(",")) {
            coded = switch (coding.strip()) {
                case "gzip", "x-gzip" -> Coded.gzip(coded.toArray());
                case "deflate" -> Coded.deflate(coded.toArray(), false);
                case "zstd" -> Coded.zstd(coded.toArray());
                case "br" -> Coded.br(coded.toArray());
                default -> coded;
            };
        }
        return coded;
    }

    private static String inPieces(String codings, Bytes coded, int size, DecodingLimits limits) {
        List<Chunk> pieces = new ArrayList<>();
        for (int from = 0; from < coded.size(); from += size) {
            pieces.add(new Chunk(from, coded.slice(from, Math.min(coded.size(), from + size))));
        }
        Decoded decoded = ContentDecoder.decode(coding(codings), pieces, limits);
        assertThat(decoded).isInstanceOf(Decoded.Whole.class);
        return text(decoded);
    }

    private static String text(Decoded decoded) {
        List<Chunk> chunks =
                decoded instanceof Decoded.Whole whole ? whole.chunks() : ((Decoded.Truncated) decoded).chunks();
        return Bytes.concat(chunks.stream().map(Chunk::bytes).toList()).toString();
    }
}
