package io.reprise.server.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import io.reprise.server.outcome.Outcome.AnswerSummary;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.RequestSummary;
import io.reprise.server.outcome.Outcome.Verb;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** To which run of a test a request belongs that is noted after its client has ended the run. */
class UsedRecordingsRunsTest {
    private static final TestId TEST = new TestId("a");

    private final UsedRecordings used = new UsedRecordings();

    @Test
    void aRequestThatIsNotedLateBelongsToTheRunThatIsOver() {
        used.note(new Entry("one"));
        used.startOver(TEST);

        used.note(replayed(60_000_000_000L));

        assertThat(used.isUnused(TEST, "one")).isFalse();
        assertThat(used.isUnused(TEST, "two")).isTrue();
    }

    @Test
    void aLaterRequestBeginsTheNextRun() {
        used.note(new Entry("one"));
        used.startOver(TEST);

        used.note(replayed(0));

        assertThat(used.isUnused(TEST, "one")).isTrue();
    }

    private record Entry(String location) implements Store.Entry {
        @Override
        public Recording recording() {
            return new Recording(TEST, "", 1, new Exchange(question().request(), StoreContract.answer("Hi")));
        }

        @Override
        public Question question() {
            return StoreContract.question("Hi", TEST);
        }
    }

    private static Outcome replayed(long nanos) {
        return new Outcome(
                Verb.REPLAYED,
                new RequestSummary(
                        "POST",
                        "/v1/chat/completions",
                        Optional.of(StoreContract.question("Hi", TEST)),
                        Optional.empty()),
                AnswerSummary.of(200, 1, ""),
                Cost.NONE,
                nanos);
    }
}
