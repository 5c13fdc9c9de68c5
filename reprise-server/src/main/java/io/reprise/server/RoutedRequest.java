package io.reprise.server;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.plan.Mode;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.Pace;
import java.util.Optional;

/**
 * A request without what was said to Reprise only, and what was said.
 *
 * @param upstream named by the path prefix {@code /u/<name>/}
 * @param isRetry whether the client repeats a request to which it got no good answer
 */
record RoutedRequest(Request request, TestId test, Optional<String> upstream, Overrides wishes, boolean isRetry) {
    /**
     * What holds for this request in the place of what holds for the server.
     *
     * @param mode named by the header {@code X-Reprise-Mode}
     * @param pace named by the header {@code X-Reprise-Pace}
     * @param fault named by the header {@code X-Reprise-Fault}
     */
    record Overrides(Optional<Mode> mode, Optional<Pace> pace, Optional<FaultRule> fault) {}
}
