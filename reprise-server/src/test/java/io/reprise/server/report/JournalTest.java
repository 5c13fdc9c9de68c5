package io.reprise.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.AnswerSummary;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.RequestSummary;
import io.reprise.server.outcome.Outcome.Verb;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final int REQUESTS = 20_000;

    private static final RequestRing.Links LINKS = new RequestRing.Links() {
        @Override
        public String location() {
            return "tests/a.json";
        }
    };

    private static Outcome replayed() {
        Request request =
                new Request("POST", "/v1/chat/completions", "", Headers.NONE, Bytes.utf8("{\"model\":\"m\"}"));
        Question question = KeyRules.NONE.question(request, new TestId("t"));
        return new Outcome(
                Verb.REPLAYED,
                new RequestSummary(
                        "POST",
                        "/v1/chat/completions",
                        Optional.of(question),
                        question.parsed().model()),
                AnswerSummary.of(200, 3, ""),
                Cost.NONE,
                1_500_000);
    }

    /** All that is noted of a request: for the page, for metrics, for the report, for the list of unused recordings. */
    @Test
    void allocatesNothingForAReplayWhereNothingIsLogged() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Journal journal =
                new Journal(new PrintStream(new ByteArrayOutputStream()), Detail.NOTHING, Redaction.DEFAULT.words())) {
            Outcome outcome = replayed();
            note(journal, outcome);
            long thread = Thread.currentThread().getId();
            long idle = -threads.getThreadAllocatedBytes(thread) + threads.getThreadAllocatedBytes(thread);

            long before = threads.getThreadAllocatedBytes(thread);
            note(journal, outcome);
            long allocated = threads.getThreadAllocatedBytes(thread) - before - idle;

            assertThat(allocated).as("bytes for " + REQUESTS + " requests").isLessThan(REQUESTS);
            assertThat(journal.latest().latest()).isEqualTo(2 * REQUESTS);
        }
    }

    private static void note(Journal journal, Outcome outcome) {
        for (int i = 0; i < REQUESTS; i++) {
            journal.noteFirstChunk(Verb.REPLAYED, 1_000_000);
            journal.note(outcome, LINKS);
        }
    }
}
