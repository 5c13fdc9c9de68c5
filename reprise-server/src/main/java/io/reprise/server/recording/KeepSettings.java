package io.reprise.server.recording;

import io.reprise.core.plan.AskAgain;
import io.reprise.core.plan.Sharing;
import java.time.Duration;

/**
 * Which answers are asked for and kept.
 *
 * @param keepsErrors whether errors of the moment are kept, too
 * @param keepsCut whether streams that broke off are kept, too
 * @param readOn how long an answer is read on when all its clients have left
 * @param askAgain what is asked of the upstream again in the run that has recorded it
 * @param sharing of upstream calls
 */
public record KeepSettings(boolean keepsErrors, boolean keepsCut, Duration readOn, AskAgain askAgain, Sharing sharing) {
    public static final KeepSettings DEFAULT = new KeepSettings(false, false, Duration.ofMinutes(5));

    public KeepSettings(boolean keepsErrors, boolean keepsCut, Duration readOn) {
        this(keepsErrors, keepsCut, readOn, AskAgain.STANDARD, Sharing.ONE_CALL);
    }

    public KeepSettings with(AskAgain other) {
        return new KeepSettings(keepsErrors, keepsCut, readOn, other, sharing);
    }

    public KeepSettings with(Sharing other) {
        return new KeepSettings(keepsErrors, keepsCut, readOn, askAgain, other);
    }
}
