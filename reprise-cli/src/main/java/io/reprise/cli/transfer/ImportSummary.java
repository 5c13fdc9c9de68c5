package io.reprise.cli.transfer;

import io.reprise.cli.process.Counted;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.transfer.Importer.Result;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.formats.FormatException;
import io.reprise.formats.Found;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The result of an import: what was imported, and what was left out and why. */
final class ImportSummary {
    private static final Pattern PART = Pattern.compile("#[0-9]+$");

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final ReasonedItems leftOut = new ReasonedItems();
    private final ReasonedItems failed = new ReasonedItems();
    private final ReasonedItems losses = new ReasonedItems();
    private final ReasonedItems notes = new ReasonedItems();
    private final List<String> unnamed = new ArrayList<>();
    private final Set<String> files = new HashSet<>();
    private String source = "";
    private int expected;
    private boolean isFruitless;

    ImportSummary() {
        List.of("new", "replaced", "unchanged", "duplicates").forEach(name -> counts.put(name, 0));
    }

    /** Begins a source with this number of files; each must give a recording or a reason. */
    void begin(String name, int fileCount) {
        source = name;
        expected = fileCount;
        isFruitless = true;
        files.clear();
    }

    void end() {
        if (files.size() < expected) {
            int skipped = expected - files.size();
            unnamed.add("of " + Counted.of(expected, "file") + " in '" + source + "', " + skipped
                    + (skipped == 1 ? " was" : " were") + " skipped for an unknown reason");
        } else if (isFruitless) {
            unnamed.add("there was nothing to import in '" + source + "'");
        }
    }

    /** A source could not be opened. */
    void fail(String name, FormatException unreadable) {
        failed.add(name, String.valueOf(unreadable.getMessage()));
    }

    void add(Found found, Result result) {
        files.add(fileOf(found.origin()));
        isFruitless &= found instanceof Found.LeftOut; // what failed says so itself
        if (result instanceof Result.LeftOut left) {
            leftOut.add(found.origin(), left.reason());
        } else if (result instanceof Result.Second second) {
            leftOut.add(
                    found.origin() + " after " + second.other(),
                    "another list of this upstream's models was imported before it");
        } else if (result instanceof Result.Failed failure) {
            failed.add(found.origin(), failure.reason());
        } else {
            counts.merge(name(result), 1, Integer::sum);
            ReasonedItems.addTo(losses, notes, found.origin(), ((Found.Converted) found).losses());
            if (result instanceof Result.New further && further.position() > 1) {
                notes.add(
                        found.origin(),
                        "request: the same question was recorded before; this answer comes after the earlier ones");
            }
        }
    }

    /** The file of an origin, which is the path of a file and, if the file has several parts, the number of the part. */
    private static String fileOf(String origin) {
        return PART.matcher(origin).replaceFirst("");
    }

    private static String name(Result result) {
        return result instanceof Result.New
                ? "new"
                : result instanceof Result.Replaced
                        ? "replaced"
                        : result instanceof Result.Unchanged ? "unchanged" : "duplicates";
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
        lines.add((isDryRun ? "would import " : "imported ")
                + Counted.of(all, "recording")
                + (parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")"));
        lines.addAll(leftOut.grouped("left out"));
        lines.addAll(losses.grouped("lost in"));
        lines.addAll(notes.grouped("note on"));
        lines.addAll(failed.each("failed"));
        lines.addAll(unnamed);
        return lines;
    }

    Json toJson() {
        JsonObjectBuilder json = new JsonObjectBuilder();
        counts.forEach((name, count) -> json.with(name, (long) count));
        return json.with("left_out", leftOut.toJson())
                .with("losses", losses.toJson())
                .with("notes", notes.toJson())
                .with("failed", failed.toJson())
                .with("unnamed", unnamed.stream().map(Json.JsonString::new).toList())
                .done();
    }
}
