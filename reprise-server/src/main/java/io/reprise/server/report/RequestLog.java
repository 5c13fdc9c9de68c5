package io.reprise.server.report;

import io.reprise.core.redact.CredentialMask;
import io.reprise.server.outcome.Outcome;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/** Writes lines for people, without credentials; only it writes to the stream of the log. A thread of its own writes them, so that no event loop waits for a terminal. */
final class RequestLog implements AutoCloseable {
    private static final int MAX_QUEUED = 100_000;
    private static final long CLOSE_MS = 5_000;

    private final PrintStream out;
    private final CredentialMask mask;
    private final LogFormat format;
    private final OutcomeLines lines;
    private final OutcomeJson json;
    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>(MAX_QUEUED);
    private final LongAdder unwritten = new LongAdder();
    private final Thread writer = new Thread(this::writeAll, "reprise-log");
    private volatile boolean isClosed;

    /** @param mask of each line, since nothing else is between a line and its readers */
    RequestLog(PrintStream out, CredentialMask mask, LogFormat format) {
        this.format = format;
        this.json = new OutcomeJson(mask);
        this.out = out;
        this.mask = mask;
        this.lines = new OutcomeLines(mask);
        writer.setDaemon(true);
        writer.start();
    }

    /** @param line is called by the writing thread; may be costly */
    void add(LineSource line) {
        enqueue(() -> out.println(format.message(mask.of(line.line()))));
    }

    /** Adds the line of an outcome. */
    void add(Outcome outcome, RequestRing.Links links) {
        if (format == LogFormat.TEXT) {
            enqueue(() -> out.println(lines.of(outcome)));
        } else {
            Instant at = Instant.now();
            enqueue(() -> out.println(json.line(outcome, links, at)));
        }
    }

    private void enqueue(Runnable line) {
        if (!queue.offer(line)) {
            unwritten.increment();
        }
    }

    /** A line that need not be put together before it is written. */
    interface LineSource {
        String line();
    }

    private void writeAll() {
        List<Runnable> batch = new ArrayList<>();
        while (!isClosed || !queue.isEmpty()) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException closed) {
                isClosed = true;
            }
            queue.drainTo(batch);
            batch.forEach(this::write);
            batch.clear();
            long lost = unwritten.sumThenReset();
            if (lost > 0) {
                out.println(format.message(
                        "(" + lost + " log lines were dropped: they came faster than they could be written)"));
            }
            out.flush();
        }
    }

    /** A line that cannot be put together costs itself only. */
    private void write(Runnable line) {
        try {
            line.run();
        } catch (RuntimeException | StackOverflowError broken) {
            out.println(format.message("(a line could not be written: " + mask.of(broken.toString()) + ")"));
        }
    }

    /** Writes what is left. */
    @Override
    public void close() {
        isClosed = true;
        writer.interrupt();
        try {
            writer.join(CLOSE_MS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
