package io.reprise.core.store.housekeeping;

import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.FileEntry;
import io.reprise.core.store.directory.StoredFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Finds places for masked recordings. Questions that differ only in credentials become the same question, with further occurrences. */
final class MaskedPlaces {
    private final StoredFiles files;
    /** The hashes of recordings that have got a place in this run. */
    private final Map<Path, Integer> taken = new HashMap<>();

    /** @param isWritten whether the recording is there already, as where an earlier run was killed before it deleted the old file */
    record Place(Path file, int occurrence, boolean isWritten) {}

    MaskedPlaces(StoredFiles files) {
        this.files = files;
    }

    Place of(MaskedRecording masked) {
        Map<Integer, Recording> present = present(masked);
        for (int occurrence = masked.old().recording().occurrence(); ; occurrence++) {
            Recording wanted = masked.recording(occurrence);
            Path file = masked.place(files.places(), occurrence);
            if (file.equals(masked.old().file())) {
                return new Place(file, occurrence, false);
            }
            Integer other = taken.get(file);
            if (wanted.equals(present.get(occurrence)) || other != null && other == wanted.hashCode()) {
                return new Place(file, occurrence, true);
            }
            boolean isFree = other == null && !present.containsKey(occurrence) && !files.exists(file);
            if (isFree) {
                taken.put(file, wanted.hashCode());
                return new Place(file, occurrence, false);
            }
        }
    }

    /** Other recordings of the question that the masked one answers. */
    private Map<Integer, Recording> present(MaskedRecording masked) {
        Map<Integer, Recording> present = new HashMap<>();
        files.locate(masked.question()).forEach((file, stamp) -> {
            try {
                files.read(file, stamp)
                        .filter(entry -> !file.equals(masked.old().file()))
                        .map(files::notePlace)
                        .filter(entry -> entry.hasKey(masked.question().key()))
                        .ifPresent(entry -> present.put(entry.recording().occurrence(), entry.recording()));
            } catch (StoreException broken) {
                present.put(FileEntry.occurrenceOfName(file), masked.old().recording());
            }
        });
        return present;
    }
}
