package io.reprise.core.drift;

import io.reprise.core.drift.JsonShape.Kind;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What differs between the JSON of two answers, beside values. A member that is new or gone stands for all that is within it.
 *
 * @param added paths that only the second has, such as {@code .choices[].message.refusal}; sorted
 * @param removed paths that only the first has; sorted
 */
public record ShapeDifference(List<String> added, List<String> removed, List<Changed> changed) {
    /** A member whose values have another kind, such as {@code string} and then {@code number}. */
    public record Changed(String path, String before, String after) {
        private Json toJson() {
            return new JsonObjectBuilder()
                    .with("path", path)
                    .with("a", before)
                    .with("b", after)
                    .done();
        }
    }

    public ShapeDifference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    static ShapeDifference between(JsonShape a, JsonShape b) {
        List<Changed> changed = new ArrayList<>();
        a.kinds().forEach((path, kinds) -> {
            Set<Kind> others = b.kinds().getOrDefault(path, Set.of());
            if (!present(kinds).isEmpty()
                    && !present(others).isEmpty()
                    && !present(kinds).equals(present(others))) {
                changed.add(new Changed(path, words(kinds), words(others)));
            }
        });
        return new ShapeDifference(onlyIn(b, a), onlyIn(a, b), changed);
    }

    /** All that is in one of these. */
    static ShapeDifference union(List<ShapeDifference> all) {
        return new ShapeDifference(
                distinct(all.stream().flatMap(each -> each.added().stream())),
                distinct(all.stream().flatMap(each -> each.removed().stream())),
                all.stream().flatMap(each -> each.changed().stream()).distinct().toList());
    }

    private static List<String> distinct(Stream<String> paths) {
        return List.copyOf(paths.collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A member may be null or have a value, as it comes. */
    private static Set<Kind> present(Set<Kind> kinds) {
        Set<Kind> present = EnumSet.noneOf(Kind.class);
        kinds.stream().filter(kind -> kind != Kind.NULL).forEach(present::add);
        return present;
    }

    private static String words(Set<Kind> kinds) {
        return present(kinds).stream().map(Kind::label).collect(Collectors.joining(" or "));
    }

    private static List<String> onlyIn(JsonShape one, JsonShape other) {
        Set<String> only = new TreeSet<>(one.kinds().keySet());
        only.removeAll(other.kinds().keySet());
        return only.stream().filter(path -> !only.contains(holder(path))).toList();
    }

    private static String holder(String path) {
        return path.endsWith("[]")
                ? path.substring(0, path.length() - 2)
                : path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    public boolean isNone() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    Json toJson() {
        return DriftJson.changes(
                added, removed, changed.stream().map(Changed::toJson).toList());
    }
}
