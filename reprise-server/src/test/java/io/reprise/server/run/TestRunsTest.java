package io.reprise.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.key.KeyRules;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.report.RequestRing;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestRunsTest {
    private static final long LIMIT = 1 << 20;
    private static final String MISS = "m1";

    private final TestRuns runs = new TestRuns(
            id -> Optional.of(
                    new JsonObjectBuilder().with("message", "no ".repeat(1_000)).done()),
            LIMIT);

    private static Outcome missed(int bodySize) {
        Request request = Request.post("/v1/chat/completions", "x".repeat(bodySize));
        return new Outcome(
                Verb.MISSED,
                new Outcome.RequestSummary(
                        "POST",
                        request.path(),
                        Optional.of(KeyRules.NONE.question(request, TestId.NONE)),
                        Optional.empty()),
                Outcome.AnswerSummary.of(404, 0, ""),
                Outcome.Cost.NONE,
                1);
    }

    private static RequestRing.Links missed(String miss) {
        return new RequestRing.Links() {
            @Override
            public String miss() {
                return miss;
            }
        };
    }

    private static void ask(TestRun run, int bodySize, String miss) {
        run.requestBegan();
        run.requestEnded(missed(bodySize), missed(miss));
    }

    private static long withBodies(TestRun run) {
        return run.requests().stream()
                .filter(request -> request.outcome().request().question().isPresent())
                .count();
    }

    @Test
    void countsAllRequestsAndRemembersThoseForWhichThereIsMemory() {
        TestRun run = runs.start(new TestId("a"), Optional.empty());

        for (int i = 0; i < 3_000; i++) {
            ask(run, 0, MISS);
        }

        assertThat(run.sums().byVerb()).containsEntry(Verb.MISSED, 3_000L);
        assertThat(run.requests()).hasSizeBetween(50, 1_000);
        assertThat(runs.used()).isBetween(LIMIT / 2, LIMIT);
    }

    @Test
    void runsThatHaveEndedGiveWayToOthers() {
        TestRun first = runs.start(new TestId("first"), Optional.empty());
        TestRun second = runs.start(new TestId("second"), Optional.empty());
        ask(first, (int) LIMIT / 5, "");
        ask(second, (int) LIMIT / 5, "");
        runs.ended(first);
        runs.ended(second);
        TestRun third = runs.start(new TestId("third"), Optional.empty());

        for (int i = 0; i < 3; i++) {
            ask(third, (int) LIMIT / 5, "");
        }

        assertThat(runs.withId(first.id())).isEmpty();
        assertThat(runs.withId(second.id())).contains(second);
        assertThat(withBodies(third)).isEqualTo(3);
    }

    @Test
    void runsThatHaveNotEndedKeepWhatTheyHave() {
        TestRun first = runs.start(new TestId("first"), Optional.empty());
        for (int i = 0; i < 10; i++) {
            ask(first, (int) LIMIT / 10, "");
        }
        long before = withBodies(first);
        TestRun second = runs.start(new TestId("second"), Optional.empty());

        ask(second, (int) LIMIT / 10, "");

        assertThat(withBodies(first)).isEqualTo(before).isPositive();
        assertThat(withBodies(second)).isZero();
        assertThat(second.requests()).hasSize(1);
    }

    @Test
    void aRunGivesWayOnceItsTestHasStartedAgain() {
        TestRun first = runs.start(new TestId("a"), Optional.empty());
        ask(first, (int) LIMIT / 5, "");
        TestRun second = runs.start(new TestId("a"), Optional.empty());

        for (int i = 0; i < 4; i++) {
            ask(second, (int) LIMIT / 5, "");
        }

        assertThat(runs.withId(first.id())).isEmpty();
        assertThat(withBodies(second)).isEqualTo(4);
    }

    @Test
    void aVeryLargeRequestIsRememberedWithoutItsBody() {
        TestRun ended = runs.start(new TestId("ended"), Optional.empty());
        ask(ended, 10, "");
        runs.ended(ended);
        TestRun run = runs.start(new TestId("a"), Optional.empty());

        ask(run, (int) LIMIT / 2, "");

        assertThat(run.requests()).hasSize(1);
        assertThat(withBodies(run)).isZero();
        assertThat(runs.withId(ended.id())).contains(ended);
    }

    @Test
    void whatARunTookIsGivenBackWhenItIsForgotten() {
        TestRun run = runs.start(new TestId("a"), Optional.empty());
        ask(run, 100, MISS);
        run.requestBegan();

        run.forget();
        run.requestEnded(missed(100), missed(MISS));

        assertThat(runs.used()).isZero();
    }

    @Test
    void thereAreNoMoreAliasesThanAllowed() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(runs.bind(new TestId("alias-" + i), TestId.NONE)).isTrue();
        }

        assertThat(runs.bind(new TestId("one more"), TestId.NONE)).isFalse();
        assertThat(runs.bind(new TestId("alias-0"), new TestId("a"))).isTrue();
        assertThat(runs.boundTo(new TestId("alias-0"))).contains(new TestId("a"));
    }
}
