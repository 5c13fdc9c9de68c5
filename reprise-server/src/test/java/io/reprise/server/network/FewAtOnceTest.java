package io.reprise.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FewAtOnceTest {
    /** What has been handed to the threads, which run it when the test says so. */
    private final Deque<Runnable> handed = new ArrayDeque<>();

    private final List<Integer> done = new ArrayList<>();
    private boolean isStopped;

    private final FewAtOnce few = new FewAtOnce(
            task -> {
                if (isStopped) {
                    throw new RejectedExecutionException("stopped");
                }
                handed.add(task);
            },
            2);

    private void add(int first, int last) {
        for (int i = first; i <= last; i++) {
            int number = i;
            few.execute(() -> done.add(number));
        }
    }

    @Test
    void takesNoMoreThreadsThanItMay() {
        add(1, 5);

        assertThat(handed).hasSize(2);
        assertThat(done).isEmpty();
    }

    @Test
    void runsAllInTheirOrder() {
        add(1, 5);

        handed.remove().run();
        handed.remove().run();

        assertThat(done).containsExactly(1, 3, 4, 5, 2);
        assertThat(handed).isEmpty();
    }

    @Test
    void takesThreadsAgainWhenNothingWaits() {
        add(1, 3);
        handed.remove().run();
        handed.remove().run();

        add(4, 6);

        assertThat(handed).hasSize(2);
    }

    @Test
    void runsWhatWaitsAlsoWhenTheThreadsTakeNothingNew() {
        add(1, 3);
        isStopped = true;

        handed.remove().run();

        assertThat(done).containsExactly(1, 3);
    }

    @Test
    void refusesWhatTheThreadsRefuse() {
        isStopped = true;
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> add(1, 1)).isInstanceOf(RejectedExecutionException.class);
        }
        isStopped = false;

        add(1, 3);

        assertThat(handed).hasSize(2);
    }

    @Test
    void goesOnAfterATaskThatFails() {
        List<Throwable> told = new ArrayList<>();
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler usual = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((its, thrown) -> told.add(thrown));
        try {
            few.execute(() -> {
                throw new IllegalStateException("wrong");
            });
            add(2, 3);
            handed.remove().run();
        } finally {
            thread.setUncaughtExceptionHandler(usual);
        }

        assertThat(told).hasSize(1);
        assertThat(done).containsExactly(3);
    }
}
