package io.reprise.server;

import io.reprise.core.exchange.Headers;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One answer of an upstream while it arrives, and the clients that receive it. Fed by one event loop, read by the event
 * loops of its clients; guarded by itself.
 */
final class SharedResponse {
    /** What arrived in one read, in milliseconds after the upstream was to be asked. */
    record Piece(long at, Buffer bytes) {}

    /** Status and end-to-end headers. */
    record Head(int status, Headers headers) {}

    /** How the upstream's answer ended, as HTTP sees it. */
    enum End {
        WHOLE,
        BROKEN
    }

    /**
     * What a client that has received some pieces can be sent now.
     *
     * @param isLost whether pieces that the client lacks are no longer remembered
     * @param failure why there is no answer, once that is known
     */
    record Progress(
            @Nullable Head head,
            List<Buffer> next,
            @Nullable End end,
            boolean isLost,
            @Nullable String failure) {}

    private final boolean isMemorised;
    private final long maxBytes;
    private final long startNanos = System.nanoTime();
    private final List<Subscriber> followers = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();
    private @Nullable Head head;
    private @Nullable End end;
    private @Nullable String failure;
    private long contentLength = -1;
    private long bytes;
    private int forgotten;
    private boolean isTooLarge;
    private boolean isReleased;

    /**
     * @param isMemorised whether everything is remembered from the first byte, to be kept and for those who join later
     * @param maxBytes after which nothing is remembered any more
     */
    SharedResponse(boolean isMemorised, long maxBytes) {
        this.isMemorised = isMemorised;
        this.maxBytes = maxBytes;
    }

    /** Adds a client, which receives everything from the first byte; false if that is no longer possible. */
    synchronized boolean join(Subscriber follower) {
        if (forgotten > 0) {
            return false;
        }
        followers.add(follower);
        return true;
    }

    synchronized void leave(Subscriber follower) {
        followers.remove(follower);
    }

    synchronized boolean isAbandoned() {
        return followers.isEmpty();
    }

    void begin(Head arrived) {
        synchronized (this) {
            head = arrived;
            contentLength = arrived.headers()
                    .first("content-length")
                    .map(SharedResponse::length)
                    .orElse(-1L);
        }
        wake();
    }

    private static long length(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException notALength) {
            return -1;
        }
    }

    void arrived(Buffer piece) {
        synchronized (this) {
            long at = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
            bytes += piece.length();
            isTooLarge |= isMemorised && bytes > maxBytes;
            int last = piece.length() - 1;
            if (isMemorised && isFilled() && last > 0) {
                pieces.add(new Piece(at, piece.slice(0, last)));
                pieces.add(new Piece(at, piece.slice(last, last + 1)));
            } else {
                pieces.add(new Piece(at, piece));
            }
        }
        wake();
    }

    private boolean isFilled() {
        return contentLength >= 0 && bytes >= contentLength;
    }

    void end(End how) {
        synchronized (this) {
            end = how;
        }
        wake();
    }

    /** There will be no answer. */
    void fail(String reason) {
        synchronized (this) {
            failure = reason;
        }
        wake();
    }

    /** Lets the clients see the end, now that the answer is kept, or is known not to be. */
    void release() {
        synchronized (this) {
            isReleased = true;
        }
        wake();
    }

    private void wake() {
        List<Subscriber> all;
        synchronized (this) {
            all = List.copyOf(followers);
        }
        all.forEach(Subscriber::wake);
    }

    synchronized boolean isTooLarge() {
        return isTooLarge;
    }

    synchronized List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    /**
     * What may be sent to a client that has received {@code received} pieces. The end is held back until the answer is
     * kept, so that whoever has seen the end finds the recording; so is the byte that fills a content-length.
     */
    synchronized Progress progress(int received) {
        boolean isLost = received < forgotten;
        int until = forgotten + pieces.size();
        if (isFilled() && !isReleased && until > received) {
            until--;
        }
        List<Buffer> next = new ArrayList<>();
        for (int i = received; i < until && !isLost; i++) {
            next.add(pieces.get(i - forgotten).bytes());
        }
        if (!isMemorised || isTooLarge) {
            forget(until);
        }
        return new Progress(head, next, isReleased ? end : null, isLost, failure);
    }

    private void forget(int until) {
        if (until > forgotten) {
            pieces.subList(0, until - forgotten).clear();
            forgotten = until;
        }
    }
}
