package io.reprise.server.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.reprise.server.request.IncomingRequest;
import org.jspecify.annotations.Nullable;

/**
 * The questions of requests that came before, to the byte the same, so that they need not be read again: neither parsed nor hashed.
 * Bounded; one for each event loop.
 */
public final class RequestCache {
    /** The most that is remembered, roughly, in bytes. */
    private static final long MOST = 64 << 20;

    /** In bytes. Larger bodies would take the place of many others, and to look for one means to read all of it: {@link LargeRequests} are for workers. */
    public static final int LARGEST = 128 << 10;

    /** What an entry takes besides its body and its head, roughly, in bytes. */
    private static final int OVERHEAD = 4_096;

    private final Cache<IncomingRequest, RoutedQuestion> questions;

    /** @param limit of what is remembered, roughly, in bytes */
    public RequestCache(long limit) {
        questions = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(Math.min(MOST, limit))
                .<IncomingRequest, RoutedQuestion>weigher((request, question) -> weight(request))
                .build();
    }

    public @Nullable RoutedQuestion get(IncomingRequest request) {
        return request.body().size() > LARGEST ? null : questions.getIfPresent(request);
    }

    public void put(IncomingRequest request, RoutedQuestion question) {
        if (request.body().size() <= LARGEST) {
            questions.put(request, question);
        }
    }

    /** Of the body and its parsed form, and of the head. */
    private static int weight(IncomingRequest request) {
        long bytes = OVERHEAD + request.headLength() + 4L * request.body().size();
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }
}
