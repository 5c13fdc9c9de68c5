package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;
import java.util.Arrays;
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

            assertThat(Document.unpacked(Document.packed(text), text.size(), "here"))
                    .as("seed " + seed + ", text " + i)
                    .isEqualTo(text);
        }
    }

    @Test
    void saysWhichRecordingIsDamaged() {
        byte[] packed = Document.packed(Bytes.utf8("a text that is long enough to be deflated, deflated, deflated"));
        byte[] damaged = packed.clone();
        damaged[damaged.length / 2] ^= 0x55;
        byte[] cut = Arrays.copyOf(packed, packed.length / 2);

        for (byte[] wrong : new byte[][] {damaged, cut, {}}) {
            assertThatThrownBy(() -> Document.unpacked(wrong, 61, "here.json"))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(
                            "'here.json' cannot be read: its bytes in the database are damaged; delete it, and record it again");
        }
    }
}
