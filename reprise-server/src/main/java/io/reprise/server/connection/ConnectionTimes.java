package io.reprise.server.connection;

import io.netty.channel.Channel;
import io.reprise.server.network.TimeLimit;
import io.reprise.server.network.WriteProgress;
import java.util.Optional;

/** Since when a connection has waited for what. Times of reading are as exact as {@link #look} is often called. */
final class ConnectionTimes {
    private final WriteProgress sending = new WriteProgress();
    private int reads;
    private int seenReads;
    /** Of the request that is arriving. */
    private int arriving;

    private long arrivingNanos;
    private long nowNanos = System.nanoTime();
    private long readNanos = nowNanos;
    private long idleNanos = nowNanos;
    private long sentNanos = nowNanos;
    private boolean isArriving;

    /** Bytes have come. */
    void read() {
        reads++;
    }

    /** Some of them have been decoded. */
    void arriving(RequestDecoder decoder) {
        boolean isInHead = decoder.isInHead();
        isArriving = isInHead || decoder.isInBody();
        int number = decoder.heads() + (isInHead ? 1 : 0);
        if (isArriving && number != arriving) {
            arriving = number;
            arrivingNanos = System.nanoTime();
        }
    }

    /** @param isIdle whether no request is under way */
    void look(Channel channel, boolean isIdle) {
        boolean isStalled = sending.isStalled(channel);
        long before = nowNanos;
        nowNanos = System.nanoTime();
        boolean hasRead = reads != seenReads;
        seenReads = reads;
        if (hasRead || !channel.config().isAutoRead()) { // what we do not read cannot come
            readNanos = nowNanos;
        }
        if (hasRead || !isIdle) {
            idleNanos = nowNanos;
        }
        if (!isStalled) {
            sentNanos = nowNanos;
        } else {
            sentNanos = Math.min(sentNanos, before);
        }
    }

    boolean isArrivingFor(TimeLimit limit) {
        return isArriving && limit.isOver(arrivingNanos, nowNanos);
    }

    boolean isSilentFor(TimeLimit limit) {
        return limit.isOver(readNanos, nowNanos);
    }

    boolean isIdleFor(TimeLimit limit) {
        return limit.isOver(idleNanos, nowNanos);
    }

    /**
     * Why the request is refused if it arrives too late.
     *
     * @param isOver whether {@code awaited} has not come within {@code limit}
     */
    Optional<RefusedRequest> late(ClientTimeouts.Arrival arrival, TimeLimit limit, boolean isOver, String awaited) {
        if (isOver) {
            return Optional.of(RefusedRequest.late(awaited, limit));
        }
        return isArrivingFor(arrival.whole())
                ? Optional.of(RefusedRequest.late("this request", arrival.whole()))
                : Optional.empty();
    }

    boolean hasStalled(TimeLimit limit) {
        return limit.isOver(sentNanos, nowNanos);
    }
}
