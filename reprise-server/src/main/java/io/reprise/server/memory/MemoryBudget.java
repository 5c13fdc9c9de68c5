package io.reprise.server.memory;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that requests, answers and recordings of a server may take together. All figures are bytes, and estimates. Serves all threads.
 *
 * <p>The parts are fixed, so that no kind of use can starve another: see docs/decisions/0030-memory.md.
 */
public final class MemoryBudget {
    /** What memory is taken for while it is taken and given back. */
    public enum Use {
        /** Bodies of requests, and what they are read into. */
        REQUESTS,
        /** Answers of upstreams that are being recorded, as far as they are not on disk. */
        ANSWERS,
        /** WebSocket conversations that are being recorded. */
        SOCKETS
    }

    private static final long LEAST_CHUNK = 256 << 10;
    private static final long MOST_CHUNK = 64 << 20;

    /** The windows of texts that are searched, and what they become without escapes. */
    private static final long COST_IN_PIECES = 12 << 20;

    /** More than the tests of a run ask. */
    private static final int LEAST_QUESTIONS = 10_000;

    private final long limit;
    private final Gauge total = new Gauge();
    private final Gauge arriving = new Gauge();
    private final Map<Use, AtomicLong> byUse = Map.of(
            Use.REQUESTS, new AtomicLong(),
            Use.ANSWERS, new AtomicLong(),
            Use.SOCKETS, new AtomicLong());
    private final WorkQueue work;
    private final AtomicLong givenUp = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** @param limit of everything; 1 MiB or more */
    public MemoryBudget(long limit) {
        if (limit < 1 << 20) {
            throw new IllegalArgumentException(
                    "limits.memory of " + limit + " bytes is too small: nothing could be recorded; give 64MiB or more");
        }
        this.limit = limit;
        this.work = new WorkQueue(limit / 2, total);
    }

    /** Takes memory if it is there. */
    public boolean tryTake(Use use, long bytes) {
        if (arriving.now() + bytes > arrivingLimit()) {
            return false;
        }
        take(use, bytes);
        return true;
    }

    /** Takes memory in any case: for what is there already, and is about to become less. */
    public void take(Use use, long bytes) {
        of(use).addAndGet(bytes);
        arriving.add(bytes);
        total.add(bytes);
    }

    public void giveBack(Use use, long bytes) {
        of(use).addAndGet(-bytes);
        arriving.add(-bytes);
        total.add(-bytes);
    }

    private AtomicLong of(Use use) {
        AtomicLong its = byUse.get(use);
        if (its == null) {
            throw new IllegalArgumentException("no memory is counted for " + use);
        }
        return its;
    }

    /** Whether what arrives should take no more than it must. */
    public boolean isShort() {
        return arriving.now() > arrivingLimit() / 4 * 3;
    }

    /** Whether so much may ever be taken for what arrives. */
    public boolean canFit(long bytes) {
        return bytes <= arrivingLimit();
    }

    /** For all uses of {@link Use} together. */
    public long arrivingLimit() {
        return limit / 16 * 5;
    }

    /** For work on large bodies, which is done when its turn has come. */
    public WorkQueue work() {
        return work;
    }

    /** So much recording an answer may take, so that its chunks are in memory; those of others are in files. */
    public long largestInMemory() {
        return Math.min(work.limit() / 4, Runtime.getRuntime().maxMemory() / 16);
    }

    /** The largest chunk of an answer whose chunks are in files, in bytes. */
    public long largestChunk() {
        long most = Math.min(work.limit() / 16, Runtime.getRuntime().maxMemory() / 64);
        return Math.max(LEAST_CHUNK, Math.min(MOST_CHUNK, most));
    }

    /** What it takes to record an answer whose chunks are in files. */
    public long costInPieces() {
        return Math.min(work.limit(), COST_IN_PIECES + 4 * largestChunk());
    }

    /** What is said of work that takes so much, which is more than {@link #work} ever has. In bytes; the end of a sentence. */
    public String tooMuch(long cost) {
        return toMib(cost + (1 << 20) - 1) + " of memory, and only " + toMib(limit / 2)
                + " are there for it (half of limits.memory, which is " + toMib(limit)
                + "); start with a larger heap (REPRISE_JAVA_OPTS=-Xmx4g) or raise limits.memory";
    }

    private static String toMib(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    /** The most that one message of a WebSocket may have. */
    public long largestMessage() {
        return arrivingLimit() / 4;
    }

    /** For recordings that were used lately. */
    public long recordingCacheLimit() {
        return limit / 8;
    }

    /** For requests that came lately, of all event loops together. */
    public long requestCacheLimit() {
        return limit / 16;
    }

    /**
     * How many questions may be remembered in a 32nd of the limit, beside it, for the turns of their recordings.
     *
     * @param bytesEach what one takes
     */
    public int mostQuestions(int bytesEach) {
        return (int) Math.max(LEAST_QUESTIONS, Math.min(Integer.MAX_VALUE, limit / 32 / bytesEach));
    }

    /** For requests with large bodies that came lately; beside the limit. */
    public long largeRequestsLimit() {
        return limit / 32;
    }

    /** For the raw bytes of requests that came lately; beside the limit. */
    public long knownRequestsLimit() {
        return limit / 32;
    }

    /** An answer is not kept because of a limit. */
    public void countGivenUp() {
        givenUp.incrementAndGet();
    }

    /** A request is not read because of a limit. */
    public void countRefused() {
        refused.incrementAndGet();
    }

    public long limit() {
        return limit;
    }

    /** Without caches. */
    public long used() {
        return total.now();
    }

    public long used(Use use) {
        return of(use).get();
    }

    /** The most that {@link #used} ever was. */
    public long peak() {
        return total.peak();
    }

    public long givenUp() {
        return givenUp.get();
    }

    public long refused() {
        return refused.get();
    }
}
