package io.reprise.server.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.reprise.core.exchange.Bytes;
import io.reprise.server.request.IncomingRequest;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The questions of requests with large bodies that came before, to the byte the same: to compare 20 MB takes a tenth of the time of parsing and
 * hashing them. To look for one means to read all of it, which is nothing for an event loop. Bounded; serves all workers.
 */
public final class LargeRequests {
    /** A body that takes more than this part of the memory is not remembered: it would take the place of all others. */
    private static final int PART = 4;

    /** What an entry takes besides its body and its head, roughly, in bytes. */
    private static final int OVERHEAD = 4_096;

    private static final int SAMPLES = 64;
    private static final int BODIES = 64;

    /** In bytes. */
    private static final int SAMPLE = 64;

    private final long largest;
    private final Cache<Sampled, Known> questions;
    /** The latest bodies, each in a place by its size; the cache decides how long they stay in memory. */
    private final AtomicReferenceArray<@Nullable WeakReference<Bytes>> bodies = new AtomicReferenceArray<>(BODIES);

    /** @param body that of the request it was found out for, which is the one in the cache's key */
    private record Known(Bytes body, RoutedQuestion question) {}

    /** A request of which the hash code is computed from samples of its body. */
    private record Sampled(IncomingRequest request) {
        @Override
        public int hashCode() {
            Bytes body = request.body();
            int hash = 31 * request.target().hashCode() + body.size();
            long step = Math.max(SAMPLE, body.size() / SAMPLES);
            for (long from = 0; from + SAMPLE <= body.size(); from += step) {
                hash = 31 * hash + body.slice((int) from, (int) from + SAMPLE).hashCode();
            }
            return hash;
        }
    }

    /** @param limit of what is remembered, roughly, in bytes */
    public LargeRequests(long limit) {
        this.largest = Math.min(Integer.MAX_VALUE, limit) / PART;
        this.questions = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(limit)
                .<Sampled, Known>weigher((sampled, known) ->
                        OVERHEAD + sampled.request().headLength() + known.body().size())
                .build();
    }

    /** The question of the request: that of an equal one that came before, or else what {@code read} finds out. */
    public RoutedQuestion of(IncomingRequest request, Supplier<RoutedQuestion> read) {
        if (request.body().size() > largest) {
            return read.get();
        }
        Sampled sampled = new Sampled(request);
        Known known = questions.getIfPresent(sampled);
        if (known == null) {
            RoutedQuestion asked = read.get();
            // where two read it at once, the first stays: a body that is the one in the key is not compared again
            known = questions.get(sampled, first -> new Known(request.body(), asked));
        }
        noteLatest(known.body());
        return known.question();
    }

    private void noteLatest(Bytes body) {
        int place = place(body.size());
        WeakReference<Bytes> latest = bodies.get(place);
        if (latest == null || latest.get() != body) {
            bodies.set(place, new WeakReference<>(body));
        }
    }

    private static int place(long size) {
        return Long.hashCode(size * 0x9E3779B97F4A7C15L) & BODIES - 1;
    }

    /** The latest body of so many bytes, as long as it is remembered; null if there is none. Cheap. */
    public @Nullable Bytes latestBody(long size) {
        WeakReference<Bytes> latest = bodies.get(place(size));
        Bytes body = latest == null ? null : latest.get();
        return body != null && body.size() == size ? body : null;
    }
}
