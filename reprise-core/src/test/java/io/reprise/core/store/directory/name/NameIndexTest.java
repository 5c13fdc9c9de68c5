package io.reprise.core.store.directory.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NameIndexTest {
    @Test
    void findsAllNamesThatCarryADigest() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        NameIndex index = new NameIndex();
        Map<String, Set<String>> expected = new TreeMap<>();
        int size = 0;
        for (int i = 0; i < 20_000; i++) {
            String brief = String.format("%012x", random.nextInt(8_000) * 0x10_0000_0001L);
            FileName name = new FileName("x".repeat(1 + random.nextInt(3)), brief, 1 + random.nextInt(3));
            index.add(name);
            size += expected.computeIfAbsent(brief, any -> new TreeSet<>()).add(name.text()) ? 1 : 0;
        }

        assertThat(index.size()).as("seed %s", seed).isEqualTo(size);
        expected.forEach((brief, names) ->
                assertThat(index.of(brief)).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(names));
        assertThat(index.of("ffffffffffff")).isEmpty();
    }
}
