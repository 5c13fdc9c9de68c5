package io.reprise.core.store.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private static final int THREADS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void makesAChangeAndThenItsDurability() throws IOException {
        new GroupCommit(() -> events.add("durable")).commit(() -> events.add("changed"));

        assertThat(events).containsExactly("changed", "durable");
    }

    @Test
    void makesTheChangesOfAllWhoWaitedDurableAtOnce() throws Exception {
        CountDownLatch isFirstAtWork = new CountDownLatch(1);
        CountDownLatch mayFirstGoOn = new CountDownLatch(1);
        AtomicInteger efforts = new AtomicInteger();
        GroupCommit commit = new GroupCommit(() -> {
            efforts.incrementAndGet();
            isFirstAtWork.countDown();
            await(mayFirstGoOn);
        });
        List<Future<?>> all = new ArrayList<>();

        all.add(threads.submit(() -> commit(commit, () -> events.add("first"))));
        isFirstAtWork.await();
        for (int i = 1; i < THREADS; i++) {
            all.add(threads.submit(() -> commit(commit, () -> events.add("other"))));
        }
        while (commit.gathered() < THREADS - 1) {
            Thread.onSpinWait();
        }
        mayFirstGoOn.countDown();
        for (Future<?> one : all) {
            one.get();
        }

        assertThat(events).hasSize(THREADS).startsWith("first");
        assertThat(efforts).hasValue(2);
    }

    @Test
    void tellsEachWhoseChangeFailedAndNobodyElse() throws IOException {
        GroupCommit commit = new GroupCommit(() -> events.add("durable"));

        assertThatThrownBy(() -> commit.commit(() -> {
                    throw new IOException("no space left");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
        commit.commit(() -> events.add("changed"));

        assertThat(events).containsExactly("changed", "durable");
    }

    @Test
    void tellsThatAChangeIsNotDurable() {
        GroupCommit commit = new GroupCommit(() -> {
            throw new IOException("input/output error");
        });

        assertThatThrownBy(() -> commit.commit(() -> events.add("changed")))
                .isInstanceOf(IOException.class)
                .hasMessage("input/output error");
    }

    private static void commit(GroupCommit commit, DurableFiles.Change change) {
        try {
            commit.commit(change);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }
}
