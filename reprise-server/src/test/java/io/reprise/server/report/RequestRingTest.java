package io.reprise.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.AnswerSummary;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.RequestSummary;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.report.RequestRing.Row;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RequestRingTest {
    private static final RequestRing.Links LINKS = new RequestRing.Links() {
        @Override
        public String location() {
            return "tests/a.json";
        }
    };

    private final RequestRing ring = new RequestRing();

    private static Outcome outcome(String path) {
        Request request = new Request("POST", path, "", Headers.NONE, Bytes.utf8("{\"model\":\"m\"}"));
        Question question = KeyRules.NONE.question(request, new TestId("t"));
        return new Outcome(
                Verb.REPLAYED,
                new RequestSummary(
                        "POST", path, Optional.of(question), question.parsed().model()),
                AnswerSummary.of(200, 3, "note"),
                Cost.NONE,
                1_500_000);
    }

    @Test
    void tellsWhatWasNotedInItsOrder() {
        ring.note(outcome("/v1/chat/completions"), LINKS);
        ring.note(outcome("/v1/models"), RequestRing.Links.NONE);

        List<Row> rows = ring.after(0);

        assertThat(rows).extracting(Row::seq).containsExactly(1L, 2L);
        assertThat(rows.get(0).location()).isEqualTo("tests/a.json");
        assertThat(rows.get(0).asked().model()).isEqualTo("m");
        assertThat(rows.get(0).asked().test()).isEqualTo("t");
        assertThat(rows.get(0).answered().chunks()).isEqualTo(3);
        assertThat(rows.get(1).asked().path()).isEqualTo("/v1/models");
        assertThat(ring.after(1)).containsExactly(rows.get(1));
        assertThat(ring.after(2)).isEmpty();
    }

    @Test
    void remembersTheLatest() {
        Outcome outcome = outcome("/v1/chat/completions");
        for (int i = 0; i < 10_000; i++) {
            ring.note(outcome, RequestRing.Links.NONE);
        }

        assertThat(ring.after(0))
                .extracting(Row::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(10_000 - RequestRing.SIZE + 1, 10_000)
                        .boxed()
                        .toList());
        assertThat(ring.latest()).isEqualTo(10_000);
    }

    @Test
    void keepsNoLongTextWhole() {
        ring.note(outcome("/" + "x".repeat(1_000_000)), RequestRing.Links.NONE);

        assertThat(ring.after(0).get(0).asked().path()).hasSizeLessThan(2_010).endsWith("…");
    }

    @Test
    void allocatesNothingForARequest() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Outcome outcome = outcome("/v1/chat/completions");
        note(outcome, 20_000);
        long thread = Thread.currentThread().getId();
        long idle = -threads.getThreadAllocatedBytes(thread) + threads.getThreadAllocatedBytes(thread);
        int count = 20_000;

        long before = threads.getThreadAllocatedBytes(thread);
        note(outcome, count);
        long allocated = threads.getThreadAllocatedBytes(thread) - before - idle;

        assertThat(allocated).as("bytes for " + count + " requests").isLessThan(count);
    }

    private void note(Outcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            ring.note(outcome, LINKS);
        }
    }
}
