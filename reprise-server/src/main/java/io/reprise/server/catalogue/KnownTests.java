package io.reprise.server.catalogue;

import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.pace.Paces;
import io.reprise.server.outcome.TestCounts;
import io.reprise.server.outcome.UsedRecordings;

/** What is remembered of tests in this process. */
public record KnownTests(Turns turns, FaultRules faults, Paces paces, UsedRecordings used, TestCounts counts) {
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

    void startOver(TestId test) {
        turns.occurrences().startOver(test);
        turns.handedOut().startOver(test);
        faults.startOver(test);
        used.startOver(test);
        counts.startOver(test);
    }

    void startOver() {
        turns.occurrences().startOver();
        turns.handedOut().startOver();
        faults.startOver();
        used.startOver();
        counts.startOver();
    }
}
