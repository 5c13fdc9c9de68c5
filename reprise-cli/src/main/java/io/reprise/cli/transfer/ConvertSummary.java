package io.reprise.cli.transfer;

import io.reprise.cli.process.Counted;
import io.reprise.cli.process.ExitCode;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.formats.Exported;
import io.reprise.formats.Exporter;
import io.reprise.formats.Found;
import java.util.ArrayList;
import java.util.List;

/** The result of a conversion: what was written, and what was left out and why. */
final class ConvertSummary {
    private final ReasonedItems leftOut = new ReasonedItems();
    private final ReasonedItems losses = new ReasonedItems();
    private final ReasonedItems notes = new ReasonedItems();
    private final ReasonedItems failed = new ReasonedItems();
    private long converted;
    private boolean isIncomplete;

    void add(Found found, Converter.Result result) {
        String origin = found.origin();
        if (result instanceof Converter.Result.LeftOut left) {
            leftOut.add(origin, left.reason());
        } else if (result instanceof Converter.Result.Failed failure) {
            failed.add(origin, failure.reason());
        } else if (((Converter.Result.Written) result).exported() instanceof Exported.Written written) {
            converted++;
            ReasonedItems.addTo(losses, notes, origin, ((Found.Converted) found).losses());
            ReasonedItems.addTo(losses, notes, origin, written.losses());
        } else {
            Exported.LeftOut left = (Exported.LeftOut) ((Converter.Result.Written) result).exported();
            leftOut.add(origin, left.reason());
            isIncomplete = true;
        }
    }

    /** Takes back what was told to be written, and is in none of the files. */
    void addUnwritten(Exporter.UnwrittenFile file) {
        converted -= file.recordings();
        failed.add(file.location(), file.reason());
    }

    /** Takes back what was told to be written and is not there any more. */
    void addDisplaced(Exporter.Displaced recording) {
        converted--;
        losses.remove(recording.location());
        notes.remove(recording.location());
        leftOut.add(recording.location(), recording.reason());
        isIncomplete = true;
    }

    /** @param name of what could not be written, or of a source that could not be read */
    void fail(String name, String reason) {
        failed.add(name, reason);
    }

    int exitCode() {
        return !failed.isEmpty()
                ? ExitCode.FAILED
                : isIncomplete || converted == 0 ? ExitCode.ATTENTION : ExitCode.FINE;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("converted " + Counted.of(converted, "recording"));
        lines.addAll(leftOut.grouped("left out"));
        lines.addAll(losses.grouped("lost in"));
        lines.addAll(notes.grouped("note on"));
        lines.addAll(failed.each("failed"));
        return lines;
    }

    Json toJson() {
        return new JsonObjectBuilder()
                .with("converted", converted)
                .with("left_out", leftOut.toJson())
                .with("losses", losses.toJson())
                .with("notes", notes.toJson())
                .with("failed", failed.toJson())
                .done();
    }
}
