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

    /** Some clients name another test in each session. */
    @Test
    void remembersTheRunsOfNoMoreTestsThanFitIntoTheMemory() {
        for (int i = 0; i < 100_000; i++) {
            used.note(missed("over " + i));
            used.startOver(new TestId("over " + i));
        }
        for (int i = 0; i < 150_000; i++) {
            used.note(missed("open " + i));
        }
        assertThat(used.tests()).hasSize(150_000);
        assertThat(used.runs()).hasSize(150_000);

        for (int i = 0; i < 100_000; i++) {
            used.note(missed("more " + i));
        }

        assertThat(used.tests()).hasSize(200_000);
        assertThat(used.runs()).as("they are not all").isEmpty();
    }

    private static Outcome missed(String test) {
        return outcome(Verb.MISSED, new TestId(test), 0);
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
        return outcome(Verb.REPLAYED, TEST, nanos);
    }

    private static Outcome outcome(Verb verb, TestId test, long nanos) {
        return new Outcome(
                verb,
                new RequestSummary(
                        "POST",
                        "/v1/chat/completions",
                        Optional.of(StoreContract.question("Hi", test)),
                        Optional.empty()),
                AnswerSummary.of(200, 1, ""),
                Cost.NONE,
                nanos);
    }
}
