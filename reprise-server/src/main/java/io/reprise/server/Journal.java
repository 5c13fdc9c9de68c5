package io.reprise.server;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.key.Question;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What the server says and counts. Lines are written by a thread of their own, so that no event loop waits for a terminal. */
final class Journal implements AutoCloseable {
    private static final int MAX_QUEUED = 100_000;

    private final PrintStream out;
    private final RepriseServer.Detail detail;
    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>(MAX_QUEUED);
    private final Map<Outcome.Verb, LongAdder> counts = new EnumMap<>(Outcome.Verb.class);
    private final LongAdder unwritten = new LongAdder();
    private final AtomicInteger paced = new AtomicInteger();
    private final LongAdder upstreamCalls = new LongAdder();
    private final LongAdder inputTokensSaved = new LongAdder();
    private final LongAdder outputTokensSaved = new LongAdder();
    private final Thread writer = new Thread(this::writeAll, "reprise-journal");
    private volatile boolean isClosed;

    Journal(PrintStream out, RepriseServer.Detail detail) {
        this.out = out;
        this.detail = detail;
        for (Outcome.Verb verb : Outcome.Verb.values()) {
            counts.put(verb, new LongAdder());
        }
        writer.setDaemon(true);
        writer.start();
    }

    void note(Outcome outcome) {
        Objects.requireNonNull(counts.get(outcome.verb())).increment();
        outcome.asked().question().ifPresent(Question::release); // it may be remembered, and has been served
        enqueue(() -> out.println(outcome.line()));
    }

    void say(String line) {
        enqueue(() -> out.println(line));
    }

    /** Says what explains a decision, where {@code -v} asks for it. */
    void explain(Supplier<String> line) {
        if (detail == RepriseServer.Detail.DECISIONS) {
            enqueue(() -> out.println("  " + line.get()));
        }
    }

    /** How many answers are being sent at a pace. */
    AtomicInteger paced() {
        return paced;
    }

    void upstreamCalled() {
        upstreamCalls.increment();
    }

    /** Counts tokens that no upstream had to be paid for. */
    void saved(ApiFamily.TokenUsage usage) {
        inputTokensSaved.add(usage.input());
        outputTokensSaved.add(usage.output());
    }

    long inputTokensSaved() {
        return inputTokensSaved.sum();
    }

    long outputTokensSaved() {
        return outputTokensSaved.sum();
    }

    long count(Outcome.Verb verb) {
        return Objects.requireNonNull(counts.get(verb)).sum();
    }

    long upstreamCalls() {
        return upstreamCalls.sum();
    }

    private void enqueue(Runnable line) {
        if (detail != RepriseServer.Detail.NOTHING && !queue.offer(line)) {
            unwritten.increment();
        }
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
            batch.forEach(Runnable::run);
            batch.clear();
            long lost = unwritten.sumThenReset();
            if (lost > 0) {
                out.println("(" + lost + " lines were left out: more came than could be written)");
            }
            out.flush();
        }
    }

    /** Writes what is left. */
    @Override
    public void close() {
        isClosed = true;
        writer.interrupt();
        try {
            writer.join(5_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
