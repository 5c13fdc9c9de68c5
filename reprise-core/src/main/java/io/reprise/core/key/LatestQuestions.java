package io.reprise.core.key;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the questions that were asked last; the others are forgotten, so that a server that is asked something else each time
 * runs for ever. Safe for use by several threads.
 *
 * @param <K> a question, as it is told from others
 * @param <V> what is remembered of it
 */
public final class LatestQuestions<K, V> {
    /** Threads that ask different questions seldom wait for each other. */
    private static final int MOST_PARTS = 64;

    /** The least for which so many parts are about equally full. */
    private static final int WORTH_PARTS = 1_000;

    private final List<Part<K, V>> parts = new ArrayList<>();

    /** @param most questions, 1 or more; a few fewer may be remembered, since each part has its own */
    public LatestQuestions(int most) {
        int count = most < WORTH_PARTS ? 1 : MOST_PARTS;
        for (int i = 0; i < count; i++) {
            parts.add(new Part<>(most / count));
        }
    }

    private Part<K, V> part(K question) {
        int hash = question.hashCode();
        return parts.get(Math.floorMod(hash ^ hash >>> 16, parts.size()));
    }

    /** What is remembered of it; null for nothing. */
    public @Nullable V get(K question) {
        return part(question).get(question);
    }

    /** What is remembered of it, or else the new value. */
    public V get(K question, Supplier<V> newValue) {
        return part(question).get(question, newValue);
    }

    /** Forgets a question; returns what was remembered of it. */
    public @Nullable V remove(K question) {
        return part(question).remove(question);
    }

    /** Whether one of the questions is wanted. */
    public boolean hasAny(Predicate<K> wanted) {
        return parts.stream().anyMatch(part -> part.hasAny(wanted));
    }

    /** Forgets all questions that are unwanted. */
    public void forget(Predicate<K> unwanted) {
        parts.forEach(part -> part.forget(unwanted));
    }

    /** How many are remembered. */
    public int size() {
        return parts.stream().mapToInt(Part::size).sum();
    }

    private static final class Part<K, V> {
        private final int most;

        /** The one that was asked last at the end. Guarded by this object. */
        private final Map<K, V> latest = new LinkedHashMap<>(16, 0.75f, true);

        Part(int most) {
            this.most = most;
        }

        synchronized @Nullable V get(K question) {
            return latest.get(question);
        }

        synchronized V get(K question, Supplier<V> newValue) {
            V value = latest.computeIfAbsent(question, absent -> newValue.get());
            if (latest.size() > most) {
                latest.remove(latest.keySet().iterator().next());
            }
            return value;
        }

        synchronized @Nullable V remove(K question) {
            return latest.remove(question);
        }

        synchronized boolean hasAny(Predicate<K> wanted) {
            return latest.keySet().stream().anyMatch(wanted);
        }

        synchronized void forget(Predicate<K> unwanted) {
            latest.keySet().removeIf(unwanted);
        }

        synchronized int size() {
            return latest.size();
        }
    }
}
