package io.reprise.cli;

import io.reprise.cli.Importing.Result;
import io.reprise.core.json.Json;
import io.reprise.formats.FormatException;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What an import has done, what it left out and why. */
final class ImportSummary {
    /** Examples that stand for all things with the same reason. */
    private static final int MAX_EXAMPLES = 2;

    /** Something that is not in the store, or not all of it. */
    private record Note(String origin, String reason) {}

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<Note> leftOut = new ArrayList<>();
    private final List<Note> failed = new ArrayList<>();
    private final List<Note> losses = new ArrayList<>();
    private final List<String> unnamed = new ArrayList<>();
    private final Set<String> files = new HashSet<>();
    private String source = "";
    private int expected;
    private boolean isFruitless;

    ImportSummary() {
        List.of("new", "replaced", "unchanged", "doubles").forEach(name -> counts.put(name, 0));
    }

    /** Begins a source that has so many files, each of which must give a recording or a reason. */
    void begin(String name, int fileCount) {
        source = name;
        expected = fileCount;
        isFruitless = true;
        files.clear();
    }

    void end() {
        if (files.size() < expected) {
            unnamed.add("of " + expected + " files in '" + source + "', " + (expected - files.size())
                    + " gave neither a recording nor a reason");
        } else if (isFruitless) {
            unnamed.add("there was nothing to import in '" + source + "'");
        }
    }

    /** A source could not be opened. */
    void fail(String name, FormatException unreadable) {
        failed.add(new Note(name, String.valueOf(unreadable.getMessage())));
    }

    void add(Found found, Result result) {
        files.add(fileOf(found.origin()));
        isFruitless &= found instanceof Found.LeftOut;
        if (result instanceof Result.LeftOut left) {
            leftOut.add(new Note(found.origin(), left.reason()));
        } else if (result instanceof Result.Second second) {
            leftOut.add(new Note(
                    found.origin() + " after " + second.other(), "another answer to the same question came before it"));
        } else if (result instanceof Result.Failed failure) {
            failed.add(new Note(found.origin(), failure.reason()));
        } else {
            counts.merge(name(result), 1, Integer::sum);
            for (Loss loss : ((Found.Converted) found).losses()) {
                losses.add(new Note(found.origin(), loss.toString()));
            }
        }
    }

    /** An origin is the path of a file; where that holds several things, what tells them apart follows. */
    private static String fileOf(String origin) {
        int end = origin.indexOf('#');
        return end < 0 ? origin : origin.substring(0, end);
    }

    private static String name(Result result) {
        return result instanceof Result.New
                ? "new"
                : result instanceof Result.Replaced
                        ? "replaced"
                        : result instanceof Result.Unchanged ? "unchanged" : "doubles";
    }

    int exitCode() {
        return !failed.isEmpty() ? ExitCode.FAILED : unnamed.isEmpty() ? ExitCode.FINE : ExitCode.ATTENTION;
    }

    List<String> lines(boolean isDryRun) {
        List<String> lines = new ArrayList<>();
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        List<String> parts = new ArrayList<>();
        counts.forEach((name, count) -> {
            if (count > 0) {
                parts.add(count + " " + name);
            }
        });
        lines.add((isDryRun ? "would import " : "imported ") + all + " recordings"
                + (parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")"));
        group("left out", leftOut, lines);
        group("not said any more in", losses, lines);
        failed.forEach(note -> lines.add("failed: " + note.origin() + ": " + Failure.oneLine(note.reason())));
        lines.addAll(unnamed);
        return lines;
    }

    /** One line for each reason, the most frequent first. */
    private static void group(String what, List<Note> notes, List<String> lines) {
        Map<String, List<String>> byReason = new TreeMap<>();
        notes.forEach(note -> byReason.computeIfAbsent(note.reason(), any -> new ArrayList<>())
                .add(note.origin()));
        byReason.entrySet().stream()
                .sorted((one, other) -> other.getValue().size() - one.getValue().size())
                .forEach(entry -> {
                    List<String> origins = entry.getValue();
                    String examples = String.join(", ", origins.subList(0, Math.min(MAX_EXAMPLES, origins.size())));
                    lines.add(what + " " + origins.size() + ": " + entry.getKey() + " (" + examples
                            + (origins.size() > MAX_EXAMPLES ? ", …; --json names all" : "") + ")");
                });
    }

    Json toJson() {
        JsonText json = new JsonText();
        counts.forEach((name, count) -> json.with(name, (long) count));
        return json.with("left_out", list(leftOut))
                .with("losses", list(losses))
                .with("failed", list(failed))
                .with("unnamed", unnamed.stream().map(Json.JsonString::new).toList())
                .done();
    }

    private static List<Json> list(List<Note> notes) {
        return notes.stream()
                .map(note -> new JsonText()
                        .with("origin", note.origin())
                        .with("reason", note.reason())
                        .done())
                .toList();
    }
}
