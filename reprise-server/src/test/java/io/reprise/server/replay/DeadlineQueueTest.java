package io.reprise.server.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineQueueTest {
    private final DeadlineQueue queue = new DeadlineQueue();

    private record At(long dueNanos) implements TimedTask {
        @Override
        public void run(long nowNanos) {}

        @Override
        public void failed(Throwable thrown) {}
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void givesTheEarliestFirstWhateverWasAddedWhen(long seed) {
        Random random = new Random(seed);
        PriorityQueue<Long> expected = new PriorityQueue<>();

        for (int i = 0; i < 20_000; i++) {
            if (expected.isEmpty() || random.nextInt(100) < (i < 10_000 ? 60 : 40)) {
                long due = random.nextInt(5_000);
                queue.add(new At(due), due);
                expected.add(due);
            } else {
                assertThat(queue.firstDueNanos()).isEqualTo(expected.peek());
                assertThat(queue.remove().dueNanos()).isEqualTo(expected.remove());
            }
            assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
        }
    }

    /** {@link System#nanoTime} may pass the largest number and go on with the smallest. */
    @Test
    void ordersTimesAcrossTheEndOfTheClocksRange() {
        queue.add(new At(Long.MIN_VALUE + 5), Long.MIN_VALUE + 5);
        queue.add(new At(Long.MAX_VALUE - 5), Long.MAX_VALUE - 5);

        assertThat(queue.remove().dueNanos()).isEqualTo(Long.MAX_VALUE - 5);
        assertThat(queue.remove().dueNanos()).isEqualTo(Long.MIN_VALUE + 5);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tellsWhetherASecondIsDueToo(long seed) {
        Random random = new Random(seed);
        PriorityQueue<Long> expected = new PriorityQueue<>();

        for (int i = 0; i < 200; i++) {
            long due = random.nextInt(5_000);
            queue.add(new At(due), due);
            expected.add(due);
        }

        while (expected.size() > 1) {
            expected.remove();
            queue.remove();
            long second = expected.stream().sorted().skip(1).findFirst().orElse(Long.MAX_VALUE);
            assertThat(queue.isSecondDue(second)).isEqualTo(expected.size() > 1);
            assertThat(queue.isSecondDue(second - 1)).isFalse();
        }
    }

    @Test
    void hasNothingToGiveWhenEmpty() {
        assertThat(queue.isEmpty()).isTrue();
        assertThatThrownBy(queue::remove).isInstanceOf(NoSuchElementException.class);
    }
}
