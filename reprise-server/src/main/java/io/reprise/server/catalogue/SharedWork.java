package io.reprise.server.catalogue;

import io.reprise.server.reading.ReadingThreads;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Work that is done with all processors: the calling thread takes part, and waits for the others. */
final class SharedWork {
    /** So few things are done sooner than a thread has started. */
    private static final int FEW = 32;

    private final BooleanSupplier mustStop;
    private final int threads;

    /** @param mustStop what has not begun by then is left out */
    SharedWork(BooleanSupplier mustStop) {
        this(mustStop, Runtime.getRuntime().availableProcessors());
    }

    SharedWork(BooleanSupplier mustStop, int threads) {
        this.mustStop = mustStop;
        this.threads = threads;
    }

    /**
     * Calls {@code work} once with each thing, from several threads at the same time.
     *
     * @throws RuntimeException the first that the work threw; what had not begun by then is left out
     */
    <T> void each(List<T> things, Consumer<T> work) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        Runnable share = () -> {
            try {
                for (int i = next.getAndIncrement();
                        i < things.size() && failed.get() == null && !mustStop.getAsBoolean();
                        i = next.getAndIncrement()) {
                    work.accept(things.get(i));
                }
            } catch (RuntimeException | Error thrown) {
                failed.compareAndSet(null, thrown);
            }
        };
        int others = things.size() <= FEW ? 0 : threads - 1;
        try (ReadingThreads started = new ReadingThreads(others)) {
            for (int i = 0; i < others; i++) {
                started.execute(share);
            }
            share.run();
        }
        Throwable thrown = failed.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
