package io.reprise.cli;

import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Notes of a summary about single files or recordings, each with its reason. */
final class Notes {
    /** The number of examples for each reason. */
    private static final int MAX_EXAMPLES = 2;

    /** A file or recording with its reason. */
    private record Note(String origin, String reason) {}

    private final List<Note> notes = new ArrayList<>();

    void add(String origin, String reason) {
        notes.add(new Note(origin, reason));
    }

    boolean isEmpty() {
        return notes.isEmpty();
    }

    int size() {
        return notes.size();
    }

    /** One line for each reason, the most frequent first. */
    List<String> grouped(String what) {
        Map<String, List<String>> byReason = new TreeMap<>();
        notes.forEach(note -> byReason.computeIfAbsent(note.reason(), any -> new ArrayList<>())
                .add(note.origin()));
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
        return notes.stream()
                .map(note -> what + ": " + note.origin() + ": " + Failure.oneLine(note.reason()))
                .toList();
    }

    List<Json> toJson() {
        return notes.stream()
                .map(note -> new JsonText()
                        .with("origin", note.origin())
                        .with("reason", note.reason())
                        .done())
                .toList();
    }
}
