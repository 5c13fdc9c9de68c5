package io.reprise.server.report;

import io.reprise.core.exchange.TestId;
import io.reprise.server.report.Outcome.Verb;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** How the requests of each test ended since it was started over. To count a further one of a test allocates nothing. */
public final class TestCounts {
    /** Each takes some 300 bytes. */
    private static final int MOST_TESTS = 200_000;

    private static final Verb[] VERBS = Verb.values();

    private final ConcurrentMap<TestId, AtomicLongArray> counts = new ConcurrentHashMap<>();

    void add(Outcome outcome) {
        if (outcome.request().question().isEmpty()) {
            return;
        }
        TestId test = outcome.request().question().get().test();
        AtomicLongArray known = counts.get(test);
        if (known == null && counts.size() < MOST_TESTS) {
            known = counts.computeIfAbsent(test, first -> new AtomicLongArray(VERBS.length));
        }
        if (known != null) {
            known.incrementAndGet(outcome.verb().ordinal());
        }
    }

    /** Has every outcome; empty if the test had no request. */
    public Optional<Map<Verb, Long>> of(TestId test) {
        return Optional.ofNullable(counts.get(test)).map(TestCounts::byVerb);
    }

    private static Map<Verb, Long> byVerb(AtomicLongArray sums) {
        Map<Verb, Long> all = new EnumMap<>(Verb.class);
        for (Verb verb : VERBS) {
            all.put(verb, sums.get(verb.ordinal()));
        }
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
