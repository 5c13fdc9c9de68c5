package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The text of a recording that gets another day, and no other change.
 *
 * @param keepsBodies whether the bodies beside it stay as they are
 */
public record OtherDay(Recording recording, RecordingFile.Written text, boolean keepsBodies) {
    private static final String END = ".json";

    /**
     * A recording as it is.
     *
     * @param text of its file
     * @param location of its file within a store
     */
    public record Old(RecordingFile.Read read, Bytes text, String location, BodyFiles beside) {
        private String stem() {
            String name = location.substring(location.lastIndexOf('/') + 1);
            return name.endsWith(END) ? name.substring(0, name.length() - END.length()) : name;
        }
    }

    /** The old text with the other day in it, if that gives this recording, or else a new text. */
    public static OtherDay of(Old old, LocalDate day) {
        Recording wanted = old.read().recording().on(Optional.of(day));
        Optional<Bytes> edited =
                RecordingFile.withDay(old.text(), day).filter(other -> isRecording(other, old, wanted));
        if (edited.isPresent()) {
            return new OtherDay(wanted, new RecordingFile.Written(edited.get(), List.of()), true);
        }
        RecordingFile.Written written = RecordingFile.write(wanted, old.read().request(), old.stem());
        Bytes withNotes = RecordingFile.withMembersForPeople(written.text(), old.text(), old.location(), note -> note);
        return new OtherDay(wanted, new RecordingFile.Written(withNotes, written.bodies()), false);
    }

    private static boolean isRecording(Bytes text, Old old, Recording wanted) {
        try {
            return RecordingFile.parse(text, old.location(), old.beside())
                    .recording()
                    .equals(wanted);
        } catch (StoreException destroyed) {
            return false;
        }
    }
}
