package io.reprise.server.routing;

import io.reprise.server.http.IncomingRequest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The questions of requests that came before, to the byte the same, so that they need not be read again: neither parsed nor hashed.
 * Bounded; one for each event loop.
 */
public final class RequestCache {
    /** Of what is remembered, roughly, in bytes. */
    private static final long CAPACITY = 16 << 20;

    /** What an entry takes besides its body, roughly, in bytes. */
    private static final int OVERHEAD = 4_096;

    private final Map<IncomingRequest, RoutedQuestion> questions = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    public @Nullable RoutedQuestion get(IncomingRequest request) {
        return questions.get(request);
    }

    public void put(IncomingRequest request, RoutedQuestion question) {
        if (questions.put(request, question) == null) {
            weight += weight(request);
        }
        Iterator<IncomingRequest> oldest = questions.keySet().iterator();
        while (weight > CAPACITY) {
            weight -= weight(oldest.next());
            oldest.remove();
        }
    }

    /** Of its body and its parsed form. */
    private static long weight(IncomingRequest request) {
        return OVERHEAD + 4L * request.body().size();
    }
}
