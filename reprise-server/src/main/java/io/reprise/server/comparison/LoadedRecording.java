package io.reprise.server.comparison;

import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.RecordingFile;

/** A recording that was read from a file or a git revision, not through a store. */
public record LoadedRecording(String location, Recording recording, Question question) implements Store.Entry {
    /** @throws StoreException if it is no recording */
    static LoadedRecording of(RecordingSet set, String location, KeyRules rules) {
        String directory = location.substring(0, location.lastIndexOf('/') + 1);
        Recording recording = RecordingFile.parse(set.read(location), location, name -> set.read(directory + name))
                .recording();
        return new LoadedRecording(
                location, recording, rules.question(recording.exchange().request(), recording.test()));
    }
}
