package io.reprise.server.recording;

import io.reprise.core.plan.AskAgain;
import io.reprise.core.plan.NeverKeep;
import io.reprise.core.plan.Sharing;

/**
 * Which questions are asked of an upstream.
 *
 * @param askAgain what is asked again in the run that has recorded it
 * @param sharing of upstream calls
 * @param neverKeep what is asked each time, since it is never recorded
 */
public record AskSettings(AskAgain askAgain, Sharing sharing, NeverKeep neverKeep) {
    public static final AskSettings DEFAULT = new AskSettings(AskAgain.STANDARD, Sharing.ONE_CALL, NeverKeep.NOTHING);
}
