package io.reprise.core.content.brotli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.brotli.dec.BrotliInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BrotliStreamTest {
    /** A body, and how Node 20 codes it with one of its qualities and windows. */
    private record Vector(byte[] plain, byte[] coded) {
        @Override
        public String toString() {
            return plain.length + " bytes in " + coded.length;
        }
    }

    private static Stream<Vector> vectors() throws IOException {
        try (InputStream in = BrotliStreamTest.class.getResourceAsStream("vectors.txt")) {
            String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
            return lines.lines()
                    .map(line -> line.split(" ", -1))
                    .map(two -> new Vector(decode(two[0]), decode(two[1])));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decodesWhereverTheStreamIsCut(Vector vector) throws BrotliException {
        for (int size : new int[] {1, 2, 7, 100, vector.coded.length}) {
            assertThat(inPieces(vector.coded, size)).as("pieces of %d", size).contains(vector.plain);
        }
    }

    @Test
    void givesWhatWasFlushedAtOnce() throws BrotliException {
        BrotliStream stream = new BrotliStream();

        stream.add(decode("CweAZGF0YTogeyJhIjoxfQoK"));
        assertThat(stream.next()).asString(StandardCharsets.UTF_8).isEqualTo("data: {\"a\":1}\n\n");
        stream.add(decode("cACAX1JBpq9EASYEWGMA"));
        assertThat(stream.next()).asString(StandardCharsets.UTF_8).isEqualTo("data: {\"a\":2}\n\n");
        assertThat(stream.isAtEnd()).isFalse();
    }

    @Test
    void keepsWhatFollowsTheEnd() throws BrotliException {
        BrotliStream stream = new BrotliStream();

        stream.add(new byte[] {6, 1, 2});

        assertThat(stream.next()).isEmpty();
        assertThat(stream.isAtEnd()).isTrue();
        assertThat(stream.rest()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void saysOfDamagedBytesWhatTheReferenceDecoderSays(Vector vector) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            byte[] damaged = vector.coded.clone();
            for (int hits = 1 + random.nextInt(2); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }

            assertThat(own(damaged))
                    .as("seed %d, %s", seed, Arrays.toString(damaged))
                    .isEqualTo(reference(damaged));
        }
    }

    /** A hash of the decoded bytes; empty where they are damaged. */
    private static Optional<Integer> own(byte[] coded) {
        try {
            return inPieces(coded, 50).map(Arrays::hashCode);
        } catch (BrotliException damaged) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> reference(byte[] coded) {
        try (InputStream in = new BrotliInputStream(new ByteArrayInputStream(coded))) {
            return Optional.of(Arrays.hashCode(in.readAllBytes()));
        } catch (IOException | RuntimeException damaged) {
            return Optional.empty();
        }
    }

    /** What is decoded; empty if the stream does not end where the bytes do. */
    private static Optional<byte[]> inPieces(byte[] coded, int size) throws BrotliException {
        BrotliStream stream = new BrotliStream();
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        for (int from = 0; from < coded.length; from += size) {
            stream.add(Arrays.copyOfRange(coded, from, Math.min(coded.length, from + size)));
            for (byte[] next = stream.next(); next.length > 0; next = stream.next()) {
                decoded.writeBytes(next);
            }
        }
        return stream.isAtEnd() && stream.rest().length == 0 ? Optional.of(decoded.toByteArray()) : Optional.empty();
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
