package io.reprise.server.run;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.plan.Mode;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.OutcomeCounts;
import io.reprise.server.report.RequestRing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** One run of a test: what it was started with, and what became of its requests. Safe for use by several threads. */
public final class TestRun {
    /** Further ones are only counted. */
    private static final int MOST_REQUESTS = 10_000;

    private final String id;
    private final TestId test;
    private final Optional<Mode> mode;
    private final RunMemory memory;
    private final Function<String, Optional<Json>> misses;
    private final OutcomeCounts counts = new OutcomeCounts();
    private final List<RunRequest> requests = new ArrayList<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private int open;
    private long bytes;
    private boolean isForgotten;

    /**
     * @param mode of its requests; empty for that of the server
     * @param misses by their ids
     */
    TestRun(String id, TestId test, Optional<Mode> mode, RunMemory memory, Function<String, Optional<Json>> misses) {
        this.id = id;
        this.test = test;
        this.mode = mode;
        this.memory = memory;
        this.misses = misses;
    }

    /** Differs for each run. */
    public String id() {
        return id;
    }

    public TestId test() {
        return test;
    }

    /** Of its requests that name none; empty for that of the server. */
    public Optional<Mode> mode() {
        return mode;
    }

    /** A request of it has arrived. */
    public synchronized void requestBegan() {
        open++;
    }

    /** A request of it has come to its end. To be called once for each that began. */
    public void requestEnded(Outcome outcome, RequestRing.Links links) {
        Optional<Json> miss = links.miss().isEmpty() ? Optional.empty() : misses.apply(links.miss());
        Optional<RunMemory.Taken> taken = memory.take(new RunRequest(outcome, links.location(), miss));
        List<CompletableFuture<Void>> idle = List.of();
        synchronized (this) {
            counts.add(outcome);
            taken.ifPresent(this::remember);
            if (--open == 0) {
                idle = List.copyOf(waiting);
                waiting.clear();
            }
        }
        idle.forEach(each -> each.complete(null));
    }

    private void remember(RunMemory.Taken taken) {
        if (isForgotten || requests.size() >= MOST_REQUESTS) {
            memory.giveBack(taken.bytes());
            return;
        }
        requests.add(taken.request());
        bytes += taken.bytes();
    }

    /** Complete when no request is open. */
    public synchronized CompletableFuture<Void> whenIdle() {
        if (open == 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> idle = new CompletableFuture<>();
        waiting.add(idle);
        return idle;
    }

    /** How many requests have arrived and not come to their end. */
    public synchronized int open() {
        return open;
    }

    /** In the order in which they ended; at most 10,000, and no more than there was memory for. */
    public synchronized List<RunRequest> requests() {
        return List.copyOf(requests);
    }

    /** Counts all of them. */
    public OutcomeCounts.Sums sums() {
        return counts.sums();
    }

    /** Gives back the memory of its requests. */
    synchronized void forget() {
        if (!isForgotten) {
            isForgotten = true;
            memory.giveBack(bytes);
            requests.clear();
        }
    }
}
