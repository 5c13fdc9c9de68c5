package io.reprise.server.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.reprise.server.network.TimeLimit;
import io.reprise.server.network.WriteProgress;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

    /**
     * Has the task run again and again, for many connections not all at once.
     *
     * @param period in milliseconds; 0 for never
     * @return null for never
     */
    static @Nullable Future<?> schedule(ChannelHandlerContext connection, long period, Runnable task) {
        if (period == 0) {
            return null;
        }
        long first = period / 2 + connection.channel().id().hashCode() % (period / 2 + 1);
        return connection.executor().scheduleAtFixedRate(task, Math.abs(first), period, TimeUnit.MILLISECONDS);
    }

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

    private boolean isArrivingFor(TimeLimit limit) {
        return isArriving && limit.isOver(arrivingNanos, nowNanos);
    }

    boolean isSilentFor(TimeLimit limit) {
        return limit.isOver(readNanos, nowNanos);
    }

    boolean isIdleFor(TimeLimit limit) {
        return limit.isOver(idleNanos, nowNanos);
    }

    /** Why the request is refused if its head arrives too late. */
    Optional<RefusedRequest> lateHead(ClientTimeouts.Arrival arrival) {
        return late(arrival, arrival.header(), isArrivingFor(arrival.header()), "the head of this request");
    }

    /** Why the request is refused if its body arrives too late. */
    Optional<RefusedRequest> lateBody(ClientTimeouts.Arrival arrival) {
        String awaited = "the next byte of the body of this request";
        return late(arrival, arrival.body(), isSilentFor(arrival.body()), awaited);
    }

    private Optional<RefusedRequest> late(
            ClientTimeouts.Arrival arrival, TimeLimit limit, boolean isOver, String awaited) {
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
