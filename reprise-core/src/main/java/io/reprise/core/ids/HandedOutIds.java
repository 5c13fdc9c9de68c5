package io.reprise.core.ids;

import io.reprise.core.exchange.TestId;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of each test, for as long as a server runs. Bounded: a test has at most {@value #MOST_PAIRS} pairs, and all
 * pairs together take at most 64 MiB; the oldest are forgotten first. Safe for use by several threads.
 */
public final class HandedOutIds {
    /** Of one test. */
    public static final int MOST_PAIRS = 100_000;

    /** Of all tests, roughly. */
    public static final long MOST_BYTES = 64L << 20;

    private final int mostPairs;
    private final long mostBytes;

    /** By test, those that got a pair last at the end. Guarded by this object, as are its values. */
    private final Map<TestId, Map<String, String>> pairs = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;
    private volatile boolean isEmpty = true;

    public HandedOutIds() {
        this(MOST_PAIRS, MOST_BYTES);
    }

    HandedOutIds(int mostPairs, long mostBytes) {
        this.mostPairs = mostPairs;
        this.mostBytes = mostBytes;
    }

    /** Remembers that a client of this test got {@code given} in the place of {@code kept}. */
    public void remember(TestId test, String given, String kept) {
        remember(test, IdPair.of(given, kept));
    }

    public synchronized void remember(TestId test, Collection<IdPair> more) {
        if (more.isEmpty()) {
            return;
        }
        Map<String, String> known = pairs.computeIfAbsent(test, absent -> new LinkedHashMap<>());
        for (IdPair pair : more) {
            forget(known, pair.given());
            known.put(pair.given(), pair.kept());
            bytes += pair.weight();
            if (known.size() > mostPairs) {
                forgetOldest(known);
            }
        }
        while (bytes > mostBytes) {
            Map.Entry<TestId, Map<String, String>> oldest =
                    pairs.entrySet().iterator().next();
            forgetOldest(oldest.getValue());
            if (oldest.getValue().isEmpty()) {
                pairs.remove(oldest.getKey());
            }
        }
        isEmpty = pairs.isEmpty();
    }

    private void forgetOldest(Map<String, String> known) {
        Iterator<String> oldest = known.keySet().iterator();
        forget(known, oldest.next());
    }

    private void forget(Map<String, String> known, String given) {
        String kept = known.remove(given);
        if (kept != null) {
            bytes -= new IdPair(given, kept).weight();
        }
    }

    /** The pairs that count for requests of this test: its own first, then those that were made without a test. */
    public IdTranslation of(TestId test) {
        if (isEmpty || !hasAny(test)) {
            return IdTranslation.NONE;
        }
        return new IdTranslation() {
            @Override
            public boolean isEmpty() {
                return false;
            }

            @Override
            public Optional<String> kept(String given) {
                return HandedOutIds.this.kept(test, given);
            }
        };
    }

    private synchronized boolean hasAny(TestId test) {
        return pairs.containsKey(test) || pairs.containsKey(TestId.NONE);
    }

    private synchronized Optional<String> kept(TestId test, String given) {
        String own = kept(pairs.get(test), given);
        return Optional.ofNullable(own == null ? kept(pairs.get(TestId.NONE), given) : own);
    }

    private static @Nullable String kept(@Nullable Map<String, String> known, String given) {
        return known == null ? null : known.get(given);
    }

    /** Forgets the pairs of one test. */
    public synchronized void startOver(TestId test) {
        Map<String, String> forgotten = pairs.remove(test);
        if (forgotten != null) {
            forgotten.forEach((given, kept) -> bytes -= new IdPair(given, kept).weight());
        }
        isEmpty = pairs.isEmpty();
    }

    /** Forgets all pairs. */
    public synchronized void startOver() {
        pairs.clear();
        bytes = 0;
        isEmpty = true;
    }

    /** How many pairs of a test are known. */
    synchronized int size(TestId test) {
        return pairs.getOrDefault(test, Map.of()).size();
    }

    /** The tests of which pairs are known, for tests of the bounds. */
    synchronized List<TestId> tests() {
        return List.copyOf(pairs.keySet());
    }
}
