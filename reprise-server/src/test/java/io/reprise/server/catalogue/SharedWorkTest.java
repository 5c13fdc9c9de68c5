package io.reprise.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedWorkTest {
    private static List<Integer> things(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "1, 4", "33, 1", "1000, 4"})
    void doesEachThingOnce(int count, int threads) {
        AtomicInteger calls = new AtomicInteger();
        Set<Integer> done = ConcurrentHashMap.newKeySet();

        new SharedWork(() -> false, threads).each(things(count), thing -> {
            calls.incrementAndGet();
            done.add(thing);
        });

        assertThat(calls).hasValue(count);
        assertThat(done).hasSize(count);
    }

    @Test
    void throwsWhatOneOfTheThreadsThrew() {
        SharedWork work = new SharedWork(() -> false, 4);

        assertThatThrownBy(() -> work.each(things(1_000), thing -> {
                    if (thing == 500) {
                        throw new IllegalStateException("the 500th");
                    }
                }))
                .hasMessage("the 500th");
    }

    @Test
    void leavesOutWhatHasNotBegunWhenItMustStop() {
        AtomicInteger calls = new AtomicInteger();

        new SharedWork(() -> calls.get() >= 10, 1).each(things(1_000), thing -> calls.incrementAndGet());

        assertThat(calls).hasValue(10);
    }
}
