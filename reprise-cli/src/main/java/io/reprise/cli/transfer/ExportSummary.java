package io.reprise.cli.transfer;

import io.reprise.cli.process.Counted;
import io.reprise.cli.process.ExitCode;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.Store;
import io.reprise.formats.Exported;
import io.reprise.formats.Exporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The result of an export: what was written, and what was left out and why. */
final class ExportSummary {
    private final ReasonedItems leftOut = new ReasonedItems();
    private final ReasonedItems losses = new ReasonedItems();
    private final ReasonedItems notes = new ReasonedItems();
    private final ReasonedItems failed = new ReasonedItems();
    private long written;
    private long unchanged;
    private boolean isIncomplete;

    void add(Store.Entry entry, Exported exported) {
        if (exported instanceof Exported.LeftOut left) {
            leftOut.add(entry.location(), left.reason());
            isIncomplete = true;
            return;
        }
        Exported.Written file = (Exported.Written) exported;
        if (file.isChanged()) {
            written++;
        } else {
            unchanged++;
        }
        ReasonedItems.addTo(losses, notes, entry.location(), file.losses());
    }

    /** Adds files of the store that are not recordings. */
    void addLeftOut(Map<String, String> reasons) {
        reasons.forEach(leftOut::add);
    }

    void addFailed(String location, String reason) {
        failed.add(location, reason);
    }

    /** Takes back what was told to be written, and is in none of the files. */
    void addUnwritten(Exporter.UnwrittenFile file) {
        written -= file.recordings();
        failed.add(file.location(), file.reason());
    }

    /** Takes back what was told to be written, or to be there, and is not there any more. */
    void addDisplaced(Exporter.Displaced recording) {
        if (recording.wasChanged()) {
            written--;
        } else {
            unchanged--;
        }
        losses.remove(recording.location());
        notes.remove(recording.location());
        leftOut.add(recording.location(), recording.reason());
        isIncomplete = true;
    }

    int exitCode() {
        return !failed.isEmpty() ? ExitCode.FAILED : isIncomplete ? ExitCode.ATTENTION : ExitCode.FINE;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("exported " + Counted.of(written + unchanged, "recording") + " (" + written + " written, " + unchanged
                + " unchanged)");
        lines.addAll(leftOut.grouped("left out"));
        lines.addAll(losses.grouped("lost in"));
        lines.addAll(notes.grouped("note on"));
        lines.addAll(failed.each("failed"));
        return lines;
    }

    Json toJson() {
        return new JsonObjectBuilder()
                .with("written", written)
                .with("unchanged", unchanged)
                .with("left_out", leftOut.toJson())
                .with("losses", losses.toJson())
                .with("notes", notes.toJson())
                .with("failed", failed.toJson())
                .done();
    }
}
