package io.reprise.server;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What requests meant that came before, to the byte the same, so that they need not be read again: neither parsed nor
 * hashed. Bounded; one for each event loop.
 */
final class RequestCache {
    /** Of what is remembered, roughly, in bytes. */
    private static final long CAPACITY = 16 << 20;

    /** What an entry takes besides its body, roughly, in bytes. */
    private static final int OVERHEAD = 4_096;

    /** A request as it came. Equal if all of it is. */
    record Raw(String method, String uri, Headers headers, Bytes body) {
        @Override
        public int hashCode() {
            return 31 * uri.hashCode() + body.hashCode();
        }

        /** Its body and its parsed form. */
        private long weight() {
            return OVERHEAD + 4L * body.size();
        }
    }

    private final Map<Raw, Meaning> meanings = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    @Nullable Meaning recall(Raw raw) {
        return meanings.get(raw);
    }

    void remember(Raw raw, Meaning meaning) {
        if (meanings.put(raw, meaning) == null) {
            weight += raw.weight();
        }
        Iterator<Raw> oldest = meanings.keySet().iterator();
        while (weight > CAPACITY) {
            weight -= oldest.next().weight();
            oldest.remove();
        }
    }
}
