package io.reprise.server.recording;

import io.reprise.core.plan.MaxAge;
import io.reprise.core.plan.OnExpired;
import io.reprise.core.recording.Dating;
import java.util.Optional;

/**
 * How old recordings may become.
 *
 * @param areDated whether new recordings say their day, also where they may become as old as they like
 * @param maxAge empty for ever
 * @param onExpired what happens to a request whose recording is older
 */
public record AgeSettings(boolean areDated, Optional<MaxAge> maxAge, OnExpired onExpired) {
    public static final AgeSettings DEFAULT = new AgeSettings(false, Optional.empty(), OnExpired.WARN);

    /** Which recordings say their day. */
    public Dating dating() {
        return new Dating(areDated, maxAge);
    }
}
