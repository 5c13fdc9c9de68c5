package io.reprise.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private static final long MIB = 1 << 20;

    private final MemoryBudget budget = new MemoryBudget(64 * MIB);
    private final WorkQueue queue = budget.work();

    @Test
    void letsWorkWaitForItsTurn() {
        CompletableFuture<WorkQueue.Turn> first = queue.await(20 * MIB);
        CompletableFuture<WorkQueue.Turn> second = queue.await(20 * MIB);
        CompletableFuture<WorkQueue.Turn> third = queue.await(5 * MIB);

        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        assertThat(third).isNotDone(); // it would fit, but came later
        assertThat(queue.waiting()).isEqualTo(2);
        first.join().close();
        first.join().close();

        assertThat(second).isCompleted();
        assertThat(third).isCompleted();
        assertThat(queue.used()).isEqualTo(25 * MIB);
        assertThat(budget.used()).isEqualTo(25 * MIB);
    }

    @Test
    void neverLetsSmallWorkWait() {
        queue.await(queue.limit());

        assertThat(queue.await(1000)).isCompleted();
    }

    @Test
    void knowsWhatNeverFits() {
        assertThat(queue.canFit(queue.limit())).isTrue();
        assertThat(queue.canFit(queue.limit() + 1)).isFalse();
    }

    @Test
    void neverGivesMoreThanThereIsAndEndsEmpty() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<CompletableFuture<WorkQueue.Turn>> turns = new ArrayList<>();

        for (int i = 0; i < 2_000; i++) {
            turns.add(queue.await(MIB + random.nextInt((int) (queue.limit() - MIB))));
            assertThat(queue.used()).isLessThanOrEqualTo(queue.limit());
            while (random.nextBoolean() && turns.get(0).isDone()) {
                turns.remove(0).join().close();
                if (turns.isEmpty()) {
                    break;
                }
            }
        }
        while (!turns.isEmpty()) {
            assertThat(turns.get(0)).isCompleted();
            turns.remove(0).join().close();
        }

        assertThat(queue.used()).isZero();
        assertThat(queue.waiting()).isZero();
        assertThat(budget.used()).isZero();
    }
}
