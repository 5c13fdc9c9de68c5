package io.reprise.core.drift;

import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.compare.RecordingDifference.HeaderDifference;
import io.reprise.core.exchange.VolatileHeaders;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What differs between the headers of a recorded answer and those of today. A header whose value is another one in each answer, such as an id or a
 * time, is not named for its value.
 *
 * @param added names that all new answers have
 * @param removed names that no new answer has
 * @param changed those that have another value, which is the same in all new answers
 */
public record HeaderDrift(List<String> added, List<String> removed, List<HeaderDifference> changed) {
    /** More than what is about the transfer: nobody gets an answer by these headers, so it does no harm to leave out too many. */
    private static final Pattern ALSO_VOLATILE = Pattern.compile(
            "(?:.*-)?(?:id|ms|time|trace|duration|etag|nonce|reset|remaining|via|age|date|expires|last-modified)");

    public HeaderDrift {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    /** @param differences of the recorded answer from each new one */
    static HeaderDrift of(List<RecordingDifference> differences) {
        Map<String, List<HeaderDifference>> byName = new TreeMap<>(differences.stream()
                .flatMap(difference -> difference.headers().stream())
                .collect(Collectors.groupingBy(HeaderDifference::name)));
        byName.values().removeIf(each -> each.size() < differences.size());
        return new HeaderDrift(
                names(byName, header -> header.a().isEmpty() && !header.b().isEmpty()),
                names(byName, header -> header.b().isEmpty() && !header.a().isEmpty()),
                byName.values().stream()
                        .filter(HeaderDrift::hasAnotherValue)
                        .map(each -> each.get(0))
                        .toList());
    }

    private static List<String> names(Map<String, List<HeaderDifference>> byName, Predicate<HeaderDifference> isSo) {
        return byName.entrySet().stream()
                .filter(named -> named.getValue().stream().allMatch(isSo))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean hasAnotherValue(List<HeaderDifference> each) {
        HeaderDifference first = each.get(0);
        return !first.a().isEmpty()
                && !first.b().isEmpty()
                && each.stream().allMatch(first::equals)
                && !VolatileHeaders.have(first.name())
                && !ALSO_VOLATILE.matcher(first.name()).matches();
    }

    public boolean isNone() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    Json toJson() {
        return DriftJson.changes(
                added, removed, changed.stream().map(HeaderDifference::toJson).toList());
    }
}
