package io.reprise.server.request;

import io.reprise.core.content.BodyCost;
import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.server.memory.MemoryBudget;
import io.reprise.server.memory.MemoryBudget.Use;
import io.reprise.server.memory.WorkQueue;
import org.jspecify.annotations.Nullable;

/** What one request takes of the memory: its body until the request is over, and what it is parsed into until it is known what to do. */
public final class RequestMemory {
    /** Smaller bodies are not counted, so that they cost nothing. In bytes. */
    public static final int SMALL = 16 << 10;

    private static final long GRAIN = 64 << 10;

    private final MemoryBudget budget;
    private long taken;
    private long takenForSocket;
    private boolean isOver;
    private WorkQueue.@Nullable Turn turn;

    /** @param isOver whether the request is over already, so that nothing more is taken */
    RequestMemory(MemoryBudget budget, boolean isOver) {
        this.budget = budget;
        this.isOver = isOver;
    }

    /** Takes memory for a body that has grown to {@code size} bytes; false if there is none. */
    public boolean grow(long size) {
        if (size <= SMALL || size <= taken) {
            return true;
        }
        long more = (size - taken + GRAIN - 1) / GRAIN * GRAIN;
        if (isOver || !budget.tryTake(Use.REQUESTS, more)) {
            return false;
        }
        taken += more;
        return true;
    }

    /** Takes more memory; false if there is none. */
    boolean take(long bytes) {
        if (isOver || !budget.tryTake(Use.REQUESTS, bytes)) {
            return false;
        }
        taken += bytes;
        return true;
    }

    /** As {@link #take}, for a conversation. */
    boolean takeForSocket(long bytes) {
        if (isOver || !budget.tryTake(Use.SOCKETS, bytes)) {
            return false;
        }
        takenForSocket += bytes;
        return true;
    }

    /** Whether a body of that size can ever come, in bytes. */
    public boolean canFit(long size) {
        return budget.canFit(size);
    }

    /** What is said of a body for which there is no memory. Counts it. */
    public String refusal(long size) {
        budget.countRefused();
        String limit = "limits.memory (" + budget.limit() + " bytes)";
        return canFit(size)
                ? "there is no memory for this body now: " + limit
                        + " is used up by other requests and answers; send the" + " request again in a moment"
                : "the body is larger than the part of " + limit + " for requests and answers; use a larger heap"
                        + " (REPRISE_JAVA_OPTS=-Xmx4g) or a higher limit";
    }

    /** What is said of a body that takes so much when it is read, in bytes. Counts it. */
    public String refusalOfCost(long cost) {
        budget.countRefused();
        return "reading this body takes about " + budget.tooMuch(cost);
    }

    /** How much it takes to read the body, in bytes. Decodes it, if it is coded: for workers. */
    public static long cost(Headers headers, Bytes body) {
        BodyCost cost = new BodyCost();
        if (ContentDecoder.isCoded(headers)) {
            try (ContentDecoder decoder = new ContentDecoder(headers, DecodingLimits.REQUEST.inSteps())) {
                decoder.feedInSteps(new Chunk(0, body), decoded -> cost.add(decoded.bytes()));
                if (decoder.isTooMuchAtOnce()) {
                    cost.raiseTo(DecodingLimits.REQUEST.most(body.size()));
                } else if (decoder.failure().isPresent()) {
                    cost.addUnseen(body.size()); // it is compared as it was sent
                }
            }
        } else {
            cost.add(body);
        }
        return cost.of(headers.first("content-type").orElse(""), false);
    }

    /** It is being read from now on. */
    public void begin(WorkQueue.Turn its) {
        if (isOver) {
            its.close();
        } else {
            turn = its;
        }
    }

    /** It is known what to do with it. Whether it took memory to find out. */
    boolean endWork() {
        WorkQueue.Turn its = turn;
        turn = null;
        if (its != null) {
            its.close();
        }
        return its != null;
    }

    /** The request is over. */
    void close() {
        isOver = true;
        endWork();
        if (taken > 0) {
            budget.giveBack(Use.REQUESTS, taken);
            taken = 0;
        }
        if (takenForSocket > 0) {
            budget.giveBack(Use.SOCKETS, takenForSocket);
            takenForSocket = 0;
        }
    }
}
