package io.reprise.core.store.sync;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.RecordingFile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a document of the source differs from the one that the target has in its place. */
record Difference(Kind kind, String words) {
    /** Whether one of them says more than the other. */
    enum Kind {
        /** The target has the same, or nothing, by now. */
        NONE,
        /** Both say the same, and the source says so of a later day. */
        NEWER_DAY,
        OLDER_DAY,
        OTHER
    }

    static Difference of(SyncedDocument synced, Documents target) {
        List<Documents.Document> found = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        target.read(
                List.of(synced.whole().location()),
                found::add,
                (location, unreadable) -> broken.add(String.valueOf(unreadable.getMessage())));
        if (!broken.isEmpty()) {
            return new Difference(Kind.OTHER, "the target's cannot be read");
        }
        return found.isEmpty()
                ? new Difference(Kind.OTHER, "something else is in its place")
                : of(synced, found.get(0));
    }

    private static Difference of(SyncedDocument synced, Documents.Document other) {
        Bytes text = synced.whole().text();
        if (text.equals(other.text())) {
            return new Difference(Kind.NONE, "");
        }
        Recording theirs;
        try {
            theirs = SyncedDocument.of(other).recording();
        } catch (StoreException broken) {
            return new Difference(Kind.OTHER, "the target's cannot be read");
        }
        Recording ours = synced.recording();
        if (isOnlyOfAnotherDay(text, other.text(), theirs.recordedOn())
                || isOnlyOfAnotherDay(other.text(), text, ours.recordedOn())) {
            boolean isNewer = ours.recordedOn().isPresent()
                    && ours.recordedOn().get().isAfter(theirs.recordedOn().orElse(LocalDate.MIN));
            return new Difference(isNewer ? Kind.NEWER_DAY : Kind.OLDER_DAY, "");
        }
        return new Difference(Kind.OTHER, words(ours, theirs));
    }

    private static boolean isOnlyOfAnotherDay(Bytes text, Bytes other, Optional<LocalDate> day) {
        return day.flatMap(date -> RecordingFile.withDay(text, date))
                .filter(other::equals)
                .isPresent();
    }

    private static String words(Recording ours, Recording theirs) {
        if (ours.equals(theirs.on(ours.recordedOn()))) {
            return "the target has the same recording, with other notes or another layout";
        }
        return ours.exchange().response().equals(theirs.exchange().response())
                ? "the target has the same answer to a request that differs"
                : "the target has another answer";
    }
}
