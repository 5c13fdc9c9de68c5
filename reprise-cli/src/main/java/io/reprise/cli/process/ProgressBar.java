package io.reprise.cli.process;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A progress bar on standard error for what takes over a second; does nothing if that is not a terminal. It goes away at its end, also if the
 * process is stopped.
 */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NOT_COUNTED = -1;

    private final ProcessEnvironment process;
    private final String what;
    private final LongSupplier count;
    private final boolean isShown;
    private final Thread end = new Thread(this::end, "reprise-progress");
    private long total = NOT_COUNTED;
    private long done;
    private boolean isOver;
    private long dueAt = System.nanoTime() + PATIENCE_NANOS;

    /** @param total 0 if it is not known */
    public ProgressBar(ProcessEnvironment process, String what, long total) {
        this(process, what, () -> total);
    }

    /** @param count gives the total, or 0 if it is not known; it is asked when the bar is shown */
    public ProgressBar(ProcessEnvironment process, String what, LongSupplier count) {
        this.process = process;
        this.what = what;
        this.count = count;
        this.isShown = process.terminal().isErr();
        if (isShown) {
            Runtime.getRuntime().addShutdownHook(end);
        }
    }

    /** To be called after each item, by any thread. */
    public synchronized void step() {
        done++;
        if (isShown && !isOver && System.nanoTime() - dueAt >= 0) {
            if (total == NOT_COUNTED) {
                total = count.getAsLong();
            }
            dueAt = System.nanoTime() + INTERVAL_NANOS;
            process.showProgress(bar());
        }
    }

    private String bar() {
        if (total == 0) {
            return "%s %,d".formatted(what, done);
        }
        int filled = (int) (WIDTH * Math.min(done, total) / total);
        return "%s [%s%s] %,d/%,d".formatted(what, "#".repeat(filled), " ".repeat(WIDTH - filled), done, total);
    }

    private synchronized void end() {
        isOver = true;
        process.removeProgress();
    }

    /** Removes the bar. */
    @Override
    public void close() {
        end();
        if (isShown) {
            try {
                Runtime.getRuntime().removeShutdownHook(end);
            } catch (IllegalStateException stopped) {
                // it has been called
            }
        }
    }
}
