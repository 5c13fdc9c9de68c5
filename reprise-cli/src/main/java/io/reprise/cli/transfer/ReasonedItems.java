package io.reprise.cli.transfer;

import io.reprise.cli.process.FailureMessage;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.formats.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Items of a summary about single files or recordings, each with its reason. */
final class ReasonedItems {
    /** The number of examples for each reason. */
    private static final int MAX_EXAMPLES = 2;

    /** A file or recording with its reason. */
    private record Item(String origin, String reason) {}

    private final List<Item> items = new ArrayList<>();

    void add(String origin, String reason) {
        items.add(new Item(origin, reason));
    }

    /** Adds to {@code losses} or to {@code notes} what a summary says of one recording. */
    static void addTo(ReasonedItems losses, ReasonedItems notes, String origin, List<Loss> all) {
        all.forEach(loss -> (loss.isNote() ? notes : losses).add(origin, loss.toString()));
    }

    void remove(String origin) {
        items.removeIf(item -> item.origin().equals(origin));
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    int size() {
        return items.size();
    }

    /** One line for each reason, the most frequent first. */
    List<String> grouped(String what) {
        Map<String, List<String>> byReason = new TreeMap<>();
        items.forEach(item -> byReason.computeIfAbsent(item.reason(), any -> new ArrayList<>())
                .add(item.origin()));
        return byReason.entrySet().stream()
                .sorted((one, other) -> other.getValue().size() - one.getValue().size())
                .map(entry -> {
                    List<String> origins = entry.getValue();
                    String examples = String.join(", ", origins.subList(0, Math.min(MAX_EXAMPLES, origins.size())));
                    return what + " " + origins.size() + ": " + entry.getKey() + " (" + examples
                            + (origins.size() > MAX_EXAMPLES ? ", …; --json names all" : "") + ")";
                })
                .toList();
    }

    /** One line for each. */
    List<String> each(String what) {
        return items.stream()
                .map(item -> what + ": " + item.origin() + ": " + FailureMessage.oneLine(item.reason()))
                .toList();
    }

    List<Json> toJson() {
        return items.stream()
                .map(item -> new JsonObjectBuilder()
                        .with("origin", item.origin())
                        .with("reason", item.reason())
                        .done())
                .toList();
    }
}
