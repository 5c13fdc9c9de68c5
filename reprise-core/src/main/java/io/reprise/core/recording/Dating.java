package io.reprise.core.recording;

import io.reprise.core.plan.MaxAge;
import io.reprise.core.store.Recording;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Which recordings say on which day they were made (docs/decisions/0045-age-of-recordings.md).
 *
 * @param isForAll whether new recordings say it; others only say it where the one that they replace does
 * @param maxAge how old recordings may become; empty for ever
 */
public record Dating(boolean isForAll, Optional<MaxAge> maxAge) {
    /** No recording gets a day that has none. */
    public static final Dating NONE = new Dating(false, Optional.empty());

    /** One that must not become too old says its day. */
    public Dating {
        isForAll = isForAll || maxAge.isPresent();
    }

    /** The day of a new recording. */
    Optional<LocalDate> ofNew(Optional<LocalDate> today) {
        return today.filter(day -> isForAll);
    }

    /** The day of a recording that takes the place of another. */
    Optional<LocalDate> ofReplacing(Optional<Recording> old, Optional<LocalDate> today) {
        return today.filter(
                day -> isForAll || old.flatMap(Recording::recordedOn).isPresent());
    }

    /**
     * The new day of a recording that an upstream has confirmed; empty if it keeps its own. Until half of its time is over, its file stays as it
     * is.
     */
    Optional<LocalDate> ofConfirmed(Recording recording, Optional<LocalDate> today) {
        if (maxAge.isEmpty()) {
            return Optional.empty();
        }
        int days = maxAge.get().days();
        return today.filter(day -> recording
                .recordedOn()
                .map(old -> old.plusDays((days + 1) / 2).compareTo(day) <= 0)
                .orElse(true));
    }

    /** Whether a recording is older than it may be. */
    boolean isTooOld(Recording recording, LocalDate today) {
        return maxAge.isPresent()
                && recording
                        .recordedOn()
                        .filter(day -> maxAge.get().isExceeded(day, today))
                        .isPresent();
    }
}
