package io.reprise.server.forward;

import io.reprise.core.plan.Attempt;
import io.reprise.core.store.OtherServers;
import io.reprise.server.routing.LinksBack;
import io.reprise.server.upstream.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whom to ask, and what for.
 *
 * @param others further upstreams, to which links of a kept answer may lead
 * @param attempt to get an answer that is kept; empty if it is not to be kept
 * @param lease under which it is asked; empty if no other server may ask the same, or none can be kept from it
 * @param readOn how long the answer is read on when all its clients have left
 * @param note why it is not kept; may be empty
 */
record AnswerRoute(
        Upstream upstream,
        List<LinksBack.Named> others,
        Optional<Attempt> attempt,
        Optional<OtherServers.Lease> lease,
        Duration readOn,
        String note) {
    /** For an answer that is not kept, by a rule or by the mode. */
    static AnswerRoute passing(Upstream upstream, Optional<String> neverKept) {
        String note = neverKept
                .map(rule -> "not kept: rule never-keep '" + rule + "'")
                .orElse("");
        return new AnswerRoute(upstream, List.of(), Optional.empty(), Optional.empty(), Duration.ZERO, note);
    }

    boolean isKept() {
        return attempt.isPresent();
    }
}
