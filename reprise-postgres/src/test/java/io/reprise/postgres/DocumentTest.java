package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentTest {
    @Test
    void givesBackWhatWasPacked() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] any = new byte[random.nextInt(i * 500 + 1)];
            random.nextBytes(any);
            for (int j = 0; j < any.length; j++) {
                any[j] = random.nextInt(4) == 0 ? any[j] : (byte) 'a'; // which deflates
            }
            Bytes text = Bytes.copyOf(any);

            assertThat(unpacked(Document.packed(text), text))
                    .as("seed " + seed + ", text " + i)
                    .isEqualTo(text);
        }
    }

    private static Bytes unpacked(Document.Packed packed, Bytes text) {
        return Document.unpacked(packed.bytes(), text.size(), "here", packed.texts());
    }

    private static Bytes recording(String request, String response) {
        return Bytes.utf8("{\"reprise\": 1,\n \"request\": {\"method\": \"POST\", \"body\": " + request
                + "},\n \"response\": {\"status\": 200, \"body\": " + response + ", \"chunks\": ["
                + "\"a\", ".repeat(9_000)
                + "\"b\"]}}");
    }

    private static String large(String letters) {
        return letters.repeat(LargeTexts.LEAST / letters.length());
    }

    @Test
    void storesLargeStringsAndLargeBodiesBesideTheDocument() {
        String picture = "\"data:image/png;base64," + large("iVBORw0K") + "\\\"\"";
        String numbers = "[" + large("0.25, ") + "1]";
        Bytes first = recording("{\"messages\": [" + picture + ", " + picture + ", \"and?\"]}", numbers);
        Bytes second = recording("{\"messages\": [\"before\", " + picture + "]}", "{}");

        Document.Packed packed = Document.packed(first);
        Document.Packed other = Document.packed(second);

        assertThat(packed.texts()).hasSize(2).allMatch(Document::isText);
        assertThat(other.texts()).containsExactly(packed.texts().get(0));
        assertThat(unpacked(packed, first)).isEqualTo(first);
        assertThat(unpacked(other, second)).isEqualTo(second);
        assertThat(Document.hasTexts(packed.bytes())).isTrue();
        assertThat(Document.packed(recording("{}", "[1]")).texts())
                .as("chunks stay")
                .isEmpty();
    }

    @Test
    void givesBackWhatIsNoJson() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "{}[]\"\\:, a";
        for (int i = 0; i < 200; i++) {
            StringBuilder any = new StringBuilder("{\"request\":{\"body\":");
            while (any.length() < 3 * LargeTexts.LEAST) {
                int length = random.nextInt(4) == 0 ? random.nextInt(2 * LargeTexts.LEAST) : 1;
                any.append(String.valueOf(letters.charAt(random.nextInt(letters.length())))
                        .repeat(length));
            }
            Bytes text = Bytes.utf8(any);

            assertThat(unpacked(Document.packed(text), text))
                    .as("seed " + seed + ", text " + i)
                    .isEqualTo(text);
        }
    }

    @Test
    void saysThatATextIsMissingOrDamaged() {
        Bytes text = recording("\"" + large("abcdefgh") + "\"", "{}");
        Document.Packed packed = Document.packed(text);

        assertThatThrownBy(() -> Document.unpacked(packed.bytes(), text.size(), "here.json", List.of()))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        "'here.json' cannot be read: a part of its text is not in the database; delete it, and record it again");
        for (int at : new int[] {0, 1, 2, 3, 4, 5, 6, packed.bytes().length / 2}) {
            byte[] damaged = packed.bytes().clone();
            damaged[at] ^= 0x55;
            assertThatThrownBy(() -> Document.unpacked(damaged, text.size(), "here.json", packed.texts()))
                    .as("byte " + at)
                    .isInstanceOf(StoreException.class);
        }
    }

    @Test
    void saysWhichRecordingIsDamaged() {
        byte[] packed = Document.packed(Bytes.utf8("a text that is long enough to be deflated, deflated, deflated"))
                .bytes();
        byte[] damaged = packed.clone();
        damaged[damaged.length / 2] ^= 0x55;
        byte[] cut = Arrays.copyOf(packed, packed.length / 2);

        for (byte[] wrong : new byte[][] {damaged, cut, {}}) {
            assertThatThrownBy(() -> Document.unpacked(wrong, 61, "here.json", List.of()))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(
                            "'here.json' cannot be read: its bytes in the database are damaged; delete it, and record it again");
        }
    }
}
