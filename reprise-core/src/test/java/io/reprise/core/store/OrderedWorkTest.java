package io.reprise.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedWorkTest {
    private static final int MANY = 1_000;

    /** Does the latest work first, after every third that was given. */
    private static Executor backwards() {
        Deque<Runnable> given = new ArrayDeque<>();
        return work -> {
            given.push(work);
            if (given.size() == 3) {
                given.forEach(Runnable::run);
                given.clear();
            }
        };
    }

    private static List<Integer> ended(Executor executor) {
        List<Integer> ended = new ArrayList<>();
        OrderedWork work = new OrderedWork(executor);
        for (int i = 0; i < MANY; i++) {
            int number = i;
            work.add(() -> () -> ended.add(number));
        }
        work.finish();
        return ended;
    }

    @Test
    void endsInTheOrderInWhichWorkWasAdded() {
        List<Integer> all = IntStream.range(0, MANY).boxed().toList();

        assertThat(ended(backwards())).isEqualTo(all);
        assertThat(ended(Runnable::run)).isEqualTo(all);
    }

    @Test
    void doesTheWorkThatNoThreadHasBegun() {
        assertThat(ended(never -> {})).hasSize(MANY);
    }

    @Test
    void throwsWhatTheWorkThrew() {
        OrderedWork work = new OrderedWork(Runnable::run);

        assertThatThrownBy(() -> work.add(() -> {
                    throw new StoreException("broken", null);
                }))
                .isInstanceOf(StoreException.class)
                .hasMessage("broken");
    }
}
