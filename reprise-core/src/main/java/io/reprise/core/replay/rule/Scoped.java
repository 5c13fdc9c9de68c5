package io.reprise.core.replay.rule;

import io.reprise.core.exchange.TestId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Rules of a server: those for all requests, and for some tests those that only hold within the test. Immutable.
 *
 * @param common for all requests
 * @param own by the name of the test; no list is empty
 */
public record Scoped<T>(List<T> common, Map<String, List<T>> own) {
    public Scoped {
        common = List.copyOf(common);
        own = Map.copyOf(own);
    }

    public static <T> Scoped<T> of(List<T> common) {
        return new Scoped<>(common, Map.of());
    }

    public boolean isEmpty() {
        return common.isEmpty() && own.isEmpty();
    }

    /** Those of one test only. */
    public List<T> own(TestId test) {
        return own.getOrDefault(test.name(), List.of());
    }

    /** A copy with these rules for all requests. */
    public Scoped<T> withCommon(List<T> others) {
        return new Scoped<>(others, own);
    }

    /** A copy with these rules for one test. */
    public Scoped<T> withOwn(TestId test, List<T> others) {
        Map<String, List<T>> all = new TreeMap<>(own);
        all.remove(test.name());
        if (!others.isEmpty()) {
            all.put(test.name(), List.copyOf(others));
        }
        return new Scoped<>(common, all);
    }

    /** A copy without the rules that are to go. */
    public Scoped<T> without(Predicate<T> goes) {
        Map<String, List<T>> all = new TreeMap<>();
        own.forEach((test, rules) -> {
            List<T> kept = rules.stream().filter(goes.negate()).toList();
            if (!kept.isEmpty()) {
                all.put(test, kept);
            }
        });
        return new Scoped<>(common.stream().filter(goes.negate()).toList(), all);
    }
}
