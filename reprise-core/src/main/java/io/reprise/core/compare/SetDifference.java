package io.reprise.core.compare;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What differs between two sets of recordings: two stores, or a store and what it was.
 *
 * @param onlyA locations, sorted
 * @param onlyB locations, sorted
 * @param same how many say the same in both
 */
public record SetDifference(List<Changed> changed, List<String> onlyA, List<String> onlyB, int same) {
    /**
     * A recording that both sets have, and that is not the same.
     *
     * @param difference empty where there are so many that only the first are kept
     */
    public record Changed(
            String locationA, String locationB, String verdict, Optional<RecordingDifference> difference) {}

    public SetDifference {
        changed = List.copyOf(changed);
        onlyA = List.copyOf(onlyA);
        onlyB = List.copyOf(onlyB);
    }

    public boolean isSame() {
        return changed.isEmpty() && onlyA.isEmpty() && onlyB.isEmpty();
    }

    /** All in one line: {@code 2 changed, 1 only in A, 97 the same}. */
    public String verdict() {
        List<String> said = new ArrayList<>();
        if (!changed.isEmpty()) {
            said.add(counted(changed.size(), "changed"));
        }
        if (!onlyA.isEmpty()) {
            said.add(counted(onlyA.size(), "only in A"));
        }
        if (!onlyB.isEmpty()) {
            said.add(counted(onlyB.size(), "only in B"));
        }
        said.add(counted(same, "the same"));
        return String.join(", ", said);
    }

    private static String counted(int number, String what) {
        return String.format(Locale.ROOT, "%,d %s", number, what);
    }

    /** The members that docs/comparing.md describes. */
    public Json toJson() {
        return new JsonObjectBuilder()
                .with("changed", changed.stream().map(SetDifference::json).toList())
                .with("only_a", onlyA.stream().map(Json.JsonString::new).toList())
                .with("only_b", onlyB.stream().map(Json.JsonString::new).toList())
                .with("same", same)
                .with("verdict", verdict())
                .done();
    }

    private static Json json(Changed changed) {
        return new JsonObjectBuilder()
                .with("location_a", changed.locationA())
                .with("location_b", changed.locationB())
                .with("verdict", changed.verdict())
                .with(
                        "difference",
                        changed.difference().map(RecordingDifference::toJson).orElse(Json.NULL))
                .done();
    }
}
