package io.reprise.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.drift.DriftReport;
import io.reprise.core.drift.Thresholds;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.price.PriceTable;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.server.client.UpstreamCalls;
import io.reprise.server.upstream.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private final ScriptedApi api = new ScriptedApi();
    private final UpstreamCalls calls = new UpstreamCalls(1 << 20);

    private record KeptEntry(String location, Recording recording) implements Store.Entry {
        @Override
        public Question question() {
            return KeyRules.NONE.question(recording.exchange().request(), recording.test());
        }
    }

    @AfterEach
    void close() {
        calls.close();
        api.close();
    }

    private CallPlan plan(int recordings, int repeat) {
        CallPlanning planning = new CallPlanning(List.of(Upstream.parse(api.url())), PriceTable.EMPTY, Instant.EPOCH);
        for (int i = 0; i < recordings; i++) {
            Request request = Request.post("/v1/chat/completions", "{\"model\":\"m" + i + "\",\"messages\":[]}");
            Response response = Response.whole(
                    200,
                    "application/json",
                    Bytes.utf8(
                            "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"one\"},\"finish_reason\":\"stop\"}]}"));
            Store.Entry entry =
                    new KeptEntry(i + ".json", new Recording(TestId.NONE, "", 1, new Exchange(request, response)));
            planning.add(entry, () -> Optional.of(entry));
        }
        return planning.plan(repeat);
    }

    private Verification verification(int parallel, Waits waits) {
        Asker asker = new Asker(calls, new SentHeaders(Headers.NONE, new ApiKeys(Map.of())), waits, Redaction.DEFAULT);
        return new Verification(asker, Redaction.DEFAULT.words(), PriceTable.EMPTY, parallel);
    }

    private static Waits without() {
        return new Waits(() -> Instant.EPOCH, time -> {});
    }

    @Test
    void asksEachRecordingAsOftenAsItIsTold() throws Exception {
        api.say("one");
        AtomicInteger steps = new AtomicInteger();

        DriftReport report =
                verification(3, without()).run(plan(4, 3), Thresholds.NONE, told -> {}, steps::incrementAndGet);

        assertThat(api.received()).hasSize(12);
        assertThat(steps).hasValue(4);
        assertThat(report.recordings())
                .extracting(drift -> drift.recorded().location())
                .containsExactly("0.json", "1.json", "2.json", "3.json");
        assertThat(report.recordings()).allMatch(drift -> drift.differences().size() == 3);
    }

    @Test
    void keepsWhatItHasFoundWhenItIsStopped() throws Exception {
        api.say("one").doNotAnswer();
        Verification verification = verification(1, without());

        DriftReport report = verification.run(
                plan(3, 1),
                Thresholds.NONE,
                told -> {
                    verification.stop();
                    calls.stop();
                },
                () -> {});

        assertThat(report.isStopped()).isTrue();
        assertThat(report.recordings()).hasSize(1);
        assertThat(report.failed()).isEmpty();
    }

    @Test
    void endsWithTheFailureOfWhomItTells() {
        api.say("one");
        AtomicInteger told = new AtomicInteger();

        assertThatThrownBy(() -> verification(1, without())
                        .run(
                                plan(3, 1),
                                Thresholds.NONE,
                                drift -> {
                                    told.incrementAndGet();
                                    throw new UncheckedIOException(new IOException("no space"));
                                },
                                () -> {}))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(api.received()).hasSize(1);
        assertThat(told).hasValue(1);
    }

    @Test
    void asksNothingAfterItWasStopped() throws Exception {
        Verification verification = verification(1, without());
        verification.stop();

        DriftReport report = verification.run(plan(3, 1), Thresholds.NONE, told -> {}, () -> {});

        assertThat(report.recordings()).isEmpty();
        assertThat(api.received()).isEmpty();
    }

    @Test
    void triesAgainWhenABusyUpstreamSays() throws Exception {
        api.then(429, "retry-after", "30", "{}").then(503, "x", "y", "{}").say("one");
        List<Instant> slept = new CopyOnWriteArrayList<>();

        DriftReport report = verification(1, new Waits(() -> Instant.EPOCH, slept::add))
                .run(plan(1, 1), Thresholds.NONE, told -> {}, () -> {});

        assertThat(report.recordings()).hasSize(1);
        assertThat(api.received()).hasSize(3);
        assertThat(slept).containsExactly(Instant.EPOCH.plusSeconds(30), Instant.EPOCH.plusSeconds(30));
    }

    @Test
    void givesUpAnUpstreamThatStaysBusy() throws Exception {
        api.then(429, "retry-after-ms", "0", "{}");

        DriftReport report = verification(1, without()).run(plan(1, 1), Thresholds.NONE, told -> {}, () -> {});

        assertThat(report.failed())
                .extracting(DriftReport.LeftOut::reason)
                .containsExactly(
                        "upstream '127.0.0.1' answered with status 429 5 times; try later, or with a lower --parallel");
    }

    @Test
    void waitsForNobodyWhoWantsToBeAskedTomorrow() throws Exception {
        api.then(429, "retry-after", "86400", "{}");

        DriftReport report = verification(1, without()).run(plan(1, 1), Thresholds.NONE, told -> {}, () -> {});

        assertThat(api.received()).hasSize(1);
        assertThat(report.failed().get(0).reason())
                .isEqualTo(
                        "upstream '127.0.0.1' answered with status 429, and wants to be asked again in 86400 s; try later");
    }
}
