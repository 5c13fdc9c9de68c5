package io.reprise.server.catalogue;

import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.pace.Paces;
import io.reprise.core.store.OtherServers;
import io.reprise.core.store.Store;
import io.reprise.server.outcome.TestCounts;
import io.reprise.server.outcome.UsedRecordings;
import java.util.Optional;

/**
 * What is remembered of tests in this process.
 *
 * @param others the other servers of the store, which begin new runs together with this one
 */
public record KnownTests(
        Turns turns,
        FaultRules faults,
        Paces paces,
        UsedRecordings used,
        TestCounts counts,
        Optional<OtherServers> others) {
    /** What answers come next. */
    public record Turns(Occurrences occurrences, HandedOutIds handedOut) {}

    /** Whether a test had requests, or has rules of its own. */
    boolean knows(TestId test) {
        return counts.of(test).isPresent()
                || turns.occurrences().knows(test)
                || used.tests().contains(test)
                || !faults.rules().own(test).isEmpty()
                || !paces.rules().own(test).isEmpty();
    }

    /** Blocks until the other servers can be expected to know. */
    void startOver(TestId test) {
        startHere(test);
        others.ifPresent(servers -> servers.startOver(Optional.of(test)));
    }

    /** As the other method, for all tests. */
    void startOver() {
        startHere();
        others.ifPresent(servers -> servers.startOver(Optional.empty()));
    }

    /** From now on tests start over that do so on other servers. */
    public Store.Watch followOthers() {
        return others.map(
                        servers -> servers.watchStarts(test -> test.ifPresentOrElse(this::startHere, this::startHere)))
                .orElse(() -> {});
    }

    private void startHere(TestId test) {
        turns.occurrences().startOver(test);
        turns.handedOut().startOver(test);
        faults.startOver(test);
        used.startOver(test);
        counts.startOver(test);
    }

    private void startHere() {
        turns.occurrences().startOver();
        turns.handedOut().startOver();
        faults.startOver();
        used.startOver();
        counts.startOver();
    }
}
