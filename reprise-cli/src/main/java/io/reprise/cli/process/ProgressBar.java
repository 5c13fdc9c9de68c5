package io.reprise.cli.process;

import java.util.concurrent.TimeUnit;

/** A progress bar on standard error for what takes over a second; does nothing if that is not a terminal. */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ProcessEnvironment process;
    private final String what;
    private final long total;
    private final boolean isShown;
    private long done;
    private long dueAt = System.nanoTime() + PATIENCE_NANOS;

    /** @param total 0 if it is not known */
    public ProgressBar(ProcessEnvironment process, String what, long total) {
        this.process = process;
        this.what = what;
        this.total = total;
        this.isShown = process.terminal().isErr();
    }

    /** To be called after each item, by any thread. */
    public synchronized void step() {
        done++;
        if (isShown && System.nanoTime() - dueAt >= 0) {
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

    /** Removes the bar. */
    @Override
    public void close() {
        process.removeProgress();
    }
}
