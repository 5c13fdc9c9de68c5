package io.reprise.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BrotliDecoderTest {
    private static final Headers BR = Headers.of("content-encoding", "br");
    private static final DecodingLimits LIMITS = DecodingLimits.of(1 << 24);

    /** A body, and how Node 20 codes it with one of its qualities and windows. */
    record Vector(Bytes plain, byte[] coded) {
        @Override
        public String toString() {
            return plain.size() + " bytes in " + coded.length;
        }
    }

    static Stream<Vector> vectors() throws IOException {
        try (InputStream in = BrotliDecoderTest.class.getResourceAsStream("brotli-vectors.txt")) {
            String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
            return lines.lines()
                    .map(line -> line.split(" ", -1))
                    .map(two -> new Vector(Bytes.owning(decode(two[0])), decode(two[1])));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decodesWhereverTheStreamIsCut(Vector vector) {
        for (int size : new int[] {1, 2, 7, 100, vector.coded.length}) {
            Decoded decoded = ContentDecoder.decode(BR, pieces(vector.coded, size), LIMITS);

            assertThat(decoded).as("pieces of %d", size).isInstanceOf(Decoded.Whole.class);
            assertThat(joined(((Decoded.Whole) decoded).chunks())).isEqualTo(vector.plain);
        }
    }

    @Test
    void givesWhatWasFlushedAtOnce() {
        try (ContentDecoder decoder = new ContentDecoder(BR, LIMITS)) {
            assertThat(joined(decoder.feed(piece("CweAZGF0YTogeyJhIjoxfQoK"))).latin1())
                    .isEqualTo("data: {\"a\":1}\n\n");
            assertThat(joined(decoder.feed(piece("cACAX1JBpq9EASYEWGMA"))).latin1())
                    .isEqualTo("data: {\"a\":2}\n\n");
            assertThat(decoder.finish()).isInstanceOf(Decoded.Truncated.class);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatFollowsTheEndIsDamageWhereverTheStreamIsCut(Vector vector) {
        byte[] longer = Arrays.copyOf(vector.coded, vector.coded.length + 2);
        for (int size : new int[] {1, 2, 7, vector.coded.length, longer.length}) {
            assertThat(ContentDecoder.decode(BR, pieces(longer, size), LIMITS))
                    .as("pieces of %d", size)
                    .isInstanceOf(Decoded.Undecodable.class);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void damagedBytesAreTheSameDamageWhereverTheStreamIsCut(Vector vector) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            byte[] damaged = vector.coded.clone();
            for (int hits = 1 + random.nextInt(2); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }

            assertThat(whole(ContentDecoder.decode(BR, pieces(damaged, 1), LIMITS)))
                    .as("seed %d, %s", seed, Arrays.toString(damaged))
                    .isEqualTo(whole(ContentDecoder.decode(BR, pieces(damaged, damaged.length), LIMITS)));
        }
    }

    /** The decoded bytes; for what is no whole stream, what it is. */
    private static Object whole(Decoded decoded) {
        return decoded instanceof Decoded.Whole whole ? joined(whole.chunks()) : decoded.getClass();
    }

    private static List<Chunk> pieces(byte[] coded, int size) {
        List<Chunk> pieces = new ArrayList<>();
        for (int from = 0; from < coded.length; from += size) {
            byte[] piece = Arrays.copyOfRange(coded, from, Math.min(coded.length, from + size));
            pieces.add(new Chunk(from, Bytes.owning(piece)));
        }
        return pieces;
    }

    private static Bytes joined(List<Chunk> chunks) {
        return Bytes.concat(chunks.stream().map(Chunk::bytes).toList());
    }

    private static Chunk piece(String base64) {
        return new Chunk(0, Bytes.owning(decode(base64)));
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
