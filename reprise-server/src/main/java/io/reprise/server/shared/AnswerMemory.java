package io.reprise.server.shared;

import io.reprise.server.memory.MemoryBudget;
import io.reprise.server.memory.SpillFiles;
import java.util.concurrent.Executor;

/**
 * Where answers are remembered while they arrive.
 *
 * @param workers write files
 * @param maxBytes after which nothing of an answer is remembered any more
 */
public record AnswerMemory(MemoryBudget budget, SpillFiles files, Executor workers, long maxBytes) {
    private static final long LEAST_WINDOW = 64 << 10;
    private static final long LARGEST_WINDOW = 4 << 20;

    /** So many answers shall fit that have much in memory. */
    private static final int ANSWERS = 64;

    /** The largest message of a WebSocket, in bytes: it is in memory as a whole. */
    public long maxMessage() {
        return Math.min(maxBytes, budget.largestMessage());
    }

    /** So many bytes of an answer stay in memory; what is beyond goes to disk. */
    long window() {
        return budget.isShort()
                ? LEAST_WINDOW
                : Math.min(LARGEST_WINDOW, Math.max(LEAST_WINDOW, budget.arrivingLimit() / ANSWERS));
    }
}
