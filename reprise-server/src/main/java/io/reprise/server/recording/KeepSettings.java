package io.reprise.server.recording;

import io.reprise.core.plan.AskAgain;
import io.reprise.core.plan.NeverKeep;
import io.reprise.core.plan.Sharing;
import java.time.Duration;

/**
 * Which answers are asked for and kept.
 *
 * @param keepsErrors whether errors of the moment are kept, too
 * @param keepsCut whether streams that broke off are kept, too
 * @param readOn how long an answer is read on when all its clients have left
 */
public record KeepSettings(
        boolean keepsErrors, boolean keepsCut, Duration readOn, AskSettings asking, AgeSettings ages) {
    public static final KeepSettings DEFAULT = new KeepSettings(false, false, Duration.ofMinutes(5));

    public KeepSettings(boolean keepsErrors, boolean keepsCut, Duration readOn) {
        this(keepsErrors, keepsCut, readOn, AskSettings.DEFAULT, AgeSettings.DEFAULT);
    }

    public KeepSettings with(AskAgain other) {
        return with(new AskSettings(other, asking.sharing(), asking.neverKeep()));
    }

    public KeepSettings with(Sharing other) {
        return with(new AskSettings(asking.askAgain(), other, asking.neverKeep()));
    }

    public KeepSettings with(NeverKeep other) {
        return with(new AskSettings(asking.askAgain(), asking.sharing(), other));
    }

    public KeepSettings with(AgeSettings other) {
        return new KeepSettings(keepsErrors, keepsCut, readOn, asking, other);
    }

    private KeepSettings with(AskSettings other) {
        return new KeepSettings(keepsErrors, keepsCut, readOn, other, ages);
    }
}
