package io.reprise.server.outcome;

import io.reprise.core.exchange.TestId;
import io.reprise.server.outcome.Outcome.Verb;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** How the requests of each test ended since it was started over. To count a further one of a test allocates nothing. */
public final class TestCounts {
    /** Each takes some 500 bytes. */
    private static final int MOST_TESTS = 200_000;

    private final ConcurrentMap<TestId, Map<Verb, AtomicLong>> counts = new ConcurrentHashMap<>();

    public void add(Outcome outcome) {
        if (outcome.request().question().isEmpty()) {
            return;
        }
        TestId test = outcome.request().question().get().test();
        Map<Verb, AtomicLong> known = counts.get(test);
        if (known == null && counts.size() < MOST_TESTS) {
            known = counts.computeIfAbsent(test, first -> zeros());
        }
        if (known != null) {
            Objects.requireNonNull(known.get(outcome.verb())).incrementAndGet();
        }
    }

    private static Map<Verb, AtomicLong> zeros() {
        Map<Verb, AtomicLong> zeros = new EnumMap<>(Verb.class);
        for (Verb verb : Verb.values()) {
            zeros.put(verb, new AtomicLong());
        }
        return zeros;
    }

    /** Has every outcome; empty if the test had no request. */
    public Optional<Map<Verb, Long>> of(TestId test) {
        return Optional.ofNullable(counts.get(test)).map(TestCounts::byVerb);
    }

    private static Map<Verb, Long> byVerb(Map<Verb, AtomicLong> sums) {
        Map<Verb, Long> all = new EnumMap<>(Verb.class);
        sums.forEach((verb, sum) -> all.put(verb, sum.get()));
        return all;
    }

    /** Those of all tests that had requests. */
    public Map<TestId, Map<Verb, Long>> all() {
        Map<TestId, Map<Verb, Long>> all = new HashMap<>();
        counts.forEach((test, sums) -> all.put(test, byVerb(sums)));
        return all;
    }

    public void startOver(TestId test) {
        counts.remove(test);
    }

    public void startOver() {
        counts.clear();
    }
}
