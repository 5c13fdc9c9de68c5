package io.reprise.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;
import org.junit.jupiter.api.Test;

class ReadingMemoryTest {
    private static final Bytes NUMBERS = Bytes.utf8("[" + "1,".repeat(500_000) + "1]");

    @Test
    void readsWhatFits() {
        assertThat(new ReadingMemory(1L << 30).<String>read("a", NUMBERS, () -> "read"))
                .isEqualTo("read");
        assertThat(new ReadingMemory(Long.MAX_VALUE).<String>read("a", NUMBERS, () -> "read"))
                .isEqualTo("read");
    }

    @Test
    void readsSmallFilesInAnyCase() {
        assertThat(new ReadingMemory(1).<String>read("a", Bytes.utf8("[1]"), () -> "read"))
                .isEqualTo("read");
    }

    @Test
    void saysOfWhichFileItIsThatNeverFits() {
        ReadingMemory memory = new ReadingMemory(10 << 20);

        assertThatThrownBy(() -> memory.<String>read("tests/a.json", NUMBERS, () -> "read"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("'tests/a.json'")
                .hasMessageContaining("limits.memory");
    }

    @Test
    void refusesBeforeReadingWhatCannotFit() {
        ReadingMemory memory = new ReadingMemory(10 << 20);

        assertThatThrownBy(() -> memory.requirePossible(
                        "a.json", 20 << 20, most -> NUMBERS.slice(0, most).toArray()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("'a.json' has 20971520 bytes; reading it takes about 1360 MiB of memory")
                .hasMessageContaining("only 10 MiB");
        memory.requirePossible("a.json", 10 << 20, most -> new byte[0]);
    }

    @Test
    void givesTheMemoryBackWhateverHappens() {
        ReadingMemory memory = new ReadingMemory(100 << 20);

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> memory.<String>read("a", NUMBERS, () -> {
                        throw new IllegalStateException("broken");
                    }))
                    .hasMessage("broken");
        }

        assertThat(memory.<String>read("a", NUMBERS, () -> "read")).isEqualTo("read");
    }
}
