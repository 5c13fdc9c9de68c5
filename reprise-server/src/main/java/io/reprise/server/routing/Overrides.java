package io.reprise.server.routing;

import io.reprise.core.plan.Mode;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.Pace;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What holds for one request in the place of what holds for the server.
 *
 * @param upstream named by the path prefix {@code /u/<name>/}
 * @param mode named by the header {@code X-Reprise-Mode}
 * @param pace named by the header {@code X-Reprise-Pace}
 * @param fault named by the header {@code X-Reprise-Fault}
 * @param askAgain said by the header {@code X-Reprise-Ask-Again}
 */
public record Overrides(
        Optional<String> upstream,
        Optional<Mode> mode,
        Optional<Pace> pace,
        Optional<FaultRule> fault,
        Optional<Boolean> askAgain) {
    Overrides withKnownUpstream(UnaryOperator<String> knownAs) {
        return new Overrides(upstream.map(knownAs), mode, pace, fault, askAgain);
    }
}
