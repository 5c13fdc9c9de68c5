package io.reprise.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {
    private static final String[] SOME = {"a", "é", "€", "😀", "\ud83d", "\ude00", "\ude00\ud83d"};

    /** So many characters are encoded at once. */
    private static final int SLICE = 1 << 20;

    @Test
    void encodesALargeTextAsASmallOne() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            int before = random.nextInt(6);
            StringBuilder text = new StringBuilder("x".repeat(SLICE - before));
            while (text.length() < 2 * SLICE + 20) {
                text.append(
                        text.length() < SLICE + 20 || text.length() > 2 * SLICE - 20
                                ? SOME[random.nextInt(SOME.length)]
                                : "yyyyyyyyyy€");
            }

            Bytes encoded = Bytes.utf8(text);

            Bytes expected = Bytes.copyOf(text.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(encoded.equals(expected)).as("seed %d, text %d", seed, i).isTrue();
        }
    }

    @Test
    void decodesALargeTextAndNothingElse() {
        String text = "é\uFFFD😀".repeat(SLICE / 4);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        Bytes whole = Bytes.owning(bytes);

        assertThat(whole.decode().orElseThrow().equals(text)).isTrue();
        assertThat(whole.decode(2, bytes.length - 4).orElseThrow().equals(text.substring(1, text.length() - 2)))
                .isTrue();
        assertThat(whole.decode(1, bytes.length)).isEmpty();
        assertThat(whole.decode(0, bytes.length - 1)).isEmpty();
    }

    @Test
    void findsTheEndOfPlainCharactersWhereverItIs() {
        for (int i = 0; i < 256; i++) {
            byte[] bytes = "~ !#[]^_aZ09".repeat(3).getBytes(StandardCharsets.US_ASCII);
            boolean isPlain = i >= ' ' && i < 0x80 && i != '"' && i != '\\';
            for (int at = 0; at < bytes.length; at++) {
                byte before = bytes[at];
                bytes[at] = (byte) i;
                Bytes whole = Bytes.copyOf(bytes);
                bytes[at] = before;

                assertThat(whole.endOfPlain(0, whole.size())).as("byte %d", i).isEqualTo(isPlain ? whole.size() : at);
                assertThat(whole.endOfPlain(at / 2, whole.size())).isEqualTo(isPlain ? whole.size() : at);
                assertThat(whole.endOfPlain(0, at)).isEqualTo(at);
            }
        }
    }

    @Test
    void findsTheEndOfALineWhereverItIs() {
        for (int i = 0; i < 256; i++) {
            for (int place = 0; place < 20; place++) {
                byte[] bytes = new byte[20];
                Arrays.fill(bytes, (byte) 'é');
                bytes[place] = (byte) i;
                boolean isEnd = i == '\n' || i == '\r';

                assertThat(Bytes.owning(bytes).indexOfLineEnd(0))
                        .as("byte %d at %d", i, place)
                        .isEqualTo(isEnd ? place : 20);
                assertThat(Bytes.owning(bytes).indexOfLineEnd(place + 1)).isEqualTo(20);
            }
        }
    }
}
