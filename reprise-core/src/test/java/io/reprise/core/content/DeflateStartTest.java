package io.reprise.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class DeflateStartTest {
    private static final int CASES = 20_000;

    @Test
    void takesNothingForSomethingElseThatADecoderReads() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int whole = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] coded = changed(deflated(text(random), random), random);
            boolean isWhole = isWhole(coded);
            whole += isWhole ? 1 : 0;
            assertThat(DeflateStart.mayBeWhole(Bytes.copyOf(coded)) || !isWhole)
                    .as("%s, seed %d", Base64.getEncoder().encodeToString(coded), seed)
                    .isTrue();
        }
        assertThat(whole).isGreaterThan(CASES / 4);
    }

    @Test
    void tellsMostRandomBytesFromDeflate() {
        Random random = new Random(1);
        int taken = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = new byte[16 + random.nextInt(48)];
            random.nextBytes(bytes);
            taken += DeflateStart.mayBeWhole(Bytes.owning(bytes)) ? 1 : 0;
        }

        assertThat(taken).isLessThan(CASES / 20);
    }

    @Test
    void tellsIdsFromDeflate() {
        byte[] id = Base64.getUrlDecoder().decode("chatcmpl-8p5o2kKQvHx0KxVJXfzDKS");

        assertThat(DeflateStart.mayBeWhole(Bytes.owning(id))).isFalse();
    }

    @Test
    void takesNoneForDeflateThatEndsWithinItsFirstBlock() {
        byte[] coded = deflated("a man walked into a library".getBytes(StandardCharsets.UTF_8), 9, true);

        for (int size = 1; size < coded.length - 1; size++) {
            assertThat(DeflateStart.mayBeWhole(Bytes.owning(Arrays.copyOf(coded, size))))
                    .isFalse();
        }
    }

    private static byte[] text(Random random) {
        String words = random.nextBoolean() ? "a man walked into a library and asked for books " : "abababab";
        byte[] text = new byte[random.nextInt(random.nextInt(10) == 0 ? 3_000 : 100)];
        for (int i = 0; i < text.length; i++) {
            boolean isRepeated = i > 20 && random.nextInt(3) > 0;
            text[i] = isRepeated
                    ? text[i - 1 - random.nextInt(20)]
                    : (byte) (random.nextInt(20) == 0 ? random.nextInt(256) : words.charAt(i % words.length()));
        }
        return text;
    }

    private static byte[] deflated(byte[] text, int level, boolean isRaw) {
        Deflater deflater = new Deflater(level, isRaw);
        return coded(deflater, text, Deflater.NO_FLUSH);
    }

    private static byte[] deflated(byte[] text, Random random) {
        Deflater deflater = new Deflater(random.nextInt(10), random.nextInt(5) > 0);
        deflater.setStrategy(List.of(Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY)
                .get(random.nextInt(3)));
        return coded(deflater, text, random.nextBoolean() ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
    }

    private static byte[] coded(Deflater deflater, byte[] text, int flush) {
        deflater.setInput(text);
        deflater.finish();
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        byte[] buffer = new byte[4_096];
        while (!deflater.finished()) {
            coded.write(buffer, 0, deflater.deflate(buffer, 0, buffer.length, flush));
        }
        deflater.end();
        return coded.toByteArray();
    }

    /** Half of them, in a bit, by what follows, or by what is missing. */
    private static byte[] changed(byte[] coded, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> coded[random.nextInt(coded.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> coded[0] = (byte) random.nextInt(256);
            case 2 -> {
                return Arrays.copyOf(coded, random.nextInt(coded.length + 3));
            }
            default -> {
                return coded;
            }
        }
        return coded;
    }

    private static boolean isWhole(byte[] coded) {
        List<Chunk> arrived = List.of(new Chunk(0, Bytes.copyOf(coded)));
        return ContentDecoder.decode(Headers.of("content-encoding", "deflate"), arrived, DecodingLimits.SEARCH)
                instanceof Decoded.Whole;
    }
}
