package io.reprise.server.comparison;

import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.compare.SetDifference;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Compares the recordings of two tests. Only locations stay in memory: a test may have any number of recordings. */
final class TestComparison {
    private final Store store;
    private final CredentialMask mask;
    private final Runnable step;
    private final Changes changes;

    /** The recordings of one test that have no partner yet. */
    private record Side(Map<String, String> byQuestion, Map<String, List<String>> byModel) {
        Side() {
            this(new TreeMap<>(), new HashMap<>());
        }

        void add(Store.Entry entry) {
            String question = entry.question().digest().hex() + "."
                    + entry.recording().occurrence() + "." + entry.recording().upstream();
            byQuestion.put(question, entry.location());
            String model = entry.question().request().method() + " "
                    + entry.question().request().path() + " "
                    + entry.question().parsed().model();
            byModel.computeIfAbsent(model, first -> new ArrayList<>(1)).add(entry.location());
            entry.release();
        }

        /** The only one of those left that asks this model; empty if there are several. */
        Optional<String> onlyOne(String model, Set<String> paired) {
            List<String> left = byModel.getOrDefault(model, List.of()).stream()
                    .filter(location -> !paired.contains(location))
                    .limit(2)
                    .toList();
            return left.size() == 1 ? Optional.of(left.get(0)) : Optional.empty();
        }

        List<String> without(Set<String> paired) {
            return byQuestion.values().stream()
                    .filter(location -> !paired.contains(location))
                    .sorted()
                    .toList();
        }
    }

    /** @param step called for each recording that is read or compared */
    TestComparison(Store store, CredentialMask mask, int most, Runnable step) {
        this.store = store;
        this.mask = mask;
        this.step = step;
        this.changes = new Changes(most);
    }

    /** Recordings are paired by what they ask; then those that alone are left of their path and model. */
    SetDifference between(TestId a, TestId b) {
        Side before = new Side();
        Side after = new Side();
        store.forEachOf(
                Set.of(a, b),
                location -> true,
                entry -> {
                    step.run();
                    (entry.recording().test().equals(a) ? before : after).add(entry);
                },
                broken -> {});
        require(before, a);
        require(after, b);
        Map<String, String> pairs = new LinkedHashMap<>();
        before.byQuestion().forEach((question, location) -> {
            String other = after.byQuestion().get(question);
            if (other != null) {
                pairs.put(location, other);
            }
        });
        Set<String> paired = new HashSet<>(pairs.keySet());
        paired.addAll(pairs.values());
        new TreeMap<>(before.byModel()).keySet().forEach(model -> {
            Optional<String> left = before.onlyOne(model, paired);
            Optional<String> right = after.onlyOne(model, paired);
            if (left.isPresent() && right.isPresent()) {
                pairs.put(left.get(), right.get());
            }
        });
        pairs.forEach(this::compare);
        paired.addAll(pairs.keySet());
        paired.addAll(pairs.values());
        return changes.with(before.without(paired), after.without(paired));
    }

    private static void require(Side side, TestId test) {
        if (side.byQuestion().isEmpty()) {
            throw new NotFoundException("the test " + Quoted.of(test.name()) + " has no recordings");
        }
    }

    private void compare(String a, String b) {
        step.run();
        Optional<Store.Entry> before = store.at(a);
        Optional<Store.Entry> after = store.at(b);
        if (before.isPresent() && after.isPresent()) {
            changes.add(a, b, RecordingDifference.between(before.get(), after.get(), mask));
        }
    }
}
