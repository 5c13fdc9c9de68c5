package io.reprise.core.store.directory;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.file.RecordingFile;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The file of a recording that gets another day, and no other change.
 *
 * @param keepsBodies whether the bodies beside it stay as they are
 */
record OtherDay(Recording recording, RecordingFile.Written text, boolean keepsBodies) {
    /** The old text with the other day in it, if that gives this recording, or else a new text. */
    static OtherDay of(FileEntry old, LocalDate day, RecordingFiles files) {
        Recording wanted = old.recording().on(Optional.of(day));
        Bytes text = files.content(old.file()).orElse(Bytes.EMPTY);
        Optional<Bytes> edited = RecordingFile.withDay(text, day)
                .filter(other -> isRecording(other, old.location(), files.bodiesBeside(old.file()), wanted));
        if (edited.isPresent()) {
            return new OtherDay(wanted, new RecordingFile.Written(edited.get(), List.of()), true);
        }
        RecordingFile.Written again = RecordingFile.write(wanted, old.question().parsed(), FileName.stem(old.file()));
        Bytes withNotes = RecordingFile.withMembersForPeople(again.text(), text, old.location(), note -> note);
        return new OtherDay(wanted, new RecordingFile.Written(withNotes, again.bodies()), false);
    }

    private static boolean isRecording(Bytes text, String location, BodiesBeside bodies, Recording wanted) {
        try {
            return RecordingFile.parse(text, location, bodies).recording().equals(wanted);
        } catch (StoreException destroyed) {
            return false;
        }
    }
}
