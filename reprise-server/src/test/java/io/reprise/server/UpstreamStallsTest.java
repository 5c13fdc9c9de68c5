package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Headers;
import io.reprise.core.plan.Mode;
import io.reprise.server.network.TimeLimit;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.UpstreamConnection;
import io.reprise.server.upstream.UpstreamTimeouts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that say nothing more, until a limit is over, the client leaves, or the server stops; and connections that die between requests. */
@Timeout(120)
@Slow
class UpstreamStallsTest {
    private static final String REQUEST =
            "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                    + "content-length: " + ServerFixture.QUESTION.length() + "\r\n\r\n" + ServerFixture.QUESTION;

    /** Where an upstream stops. */
    enum Stall {
        BEFORE_THE_REQUEST_IS_READ,
        BEFORE_THE_HEAD,
        AFTER_THE_HEAD,
        WITHIN_THE_BODY;

        void serve(ScriptedUpstream.Connection it, BodyShape shape, Runnable isReached) throws java.io.IOException {
            if (this != BEFORE_THE_REQUEST_IS_READ) {
                it.request();
            }
            if (this == AFTER_THE_HEAD || this == WITHIN_THE_BODY) {
                it.send("HTTP/1.1 200 OK\r\n" + shape.fields() + "transfer-encoding: chunked\r\n\r\n");
            }
            if (this == WITHIN_THE_BODY) {
                it.chunk(shape.sent().get(0));
            }
            isReached.run();
            it.awaitClose();
        }

        boolean hasHead() {
            return this == AFTER_THE_HEAD || this == WITHIN_THE_BODY;
        }
    }

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final CountDownLatch isReached = new CountDownLatch(1);
    private final CountDownLatch isLetGo = new CountDownLatch(1);

    private RepriseServer serve(Mode mode, Stall stall, BodyShape shape, Duration limit) throws Exception {
        ScriptedUpstream upstream = fixture.closing(new ScriptedUpstream(it -> {
            stall.serve(it, shape, isReached::countDown);
            isLetGo.countDown();
        }));
        return serve(mode, upstream, limit);
    }

    private RepriseServer serve(Mode mode, ScriptedUpstream upstream, Duration limit) {
        UpstreamTimeouts usual = UpstreamTimeouts.DEFAULT;
        UpstreamTimeouts limits = new UpstreamTimeouts(
                usual.connect(),
                usual.queue(),
                new TimeLimit(usual.firstByte().setting(), limit),
                new TimeLimit(usual.idle().setting(), limit),
                usual.handshake());
        return fixture.serve(
                mode,
                List.of(new Upstream("", URI.create(upstream.url() + "/v1"), List.of(), Headers.NONE)
                        .through(UpstreamConnection.DIRECT.within(limits))));
    }

    private void assertAtRest(RepriseServer server) throws InterruptedException {
        isLetGo.await();
        await().untilAsserted(() -> assertThat(server.unfinished()).isEqualTo(Unfinished.NOTHING));
        assertThat(fixture.store().recordings()).isEmpty();
    }

    private static Received ask(RepriseServer server, BodyShape shape) throws Exception {
        return Http1Client.post(
                server.port(),
                shape.path(),
                Map.of("content-type", "application/json"),
                ServerFixture.QUESTION,
                bytes -> true);
    }

    @ParameterizedTest
    @CsvSource({
        "BEFORE_THE_REQUEST_IS_READ, RECORD",
        "BEFORE_THE_REQUEST_IS_READ, LIVE",
        "BEFORE_THE_HEAD, RECORD",
        "BEFORE_THE_HEAD, LIVE",
        "AFTER_THE_HEAD, RECORD",
        "AFTER_THE_HEAD, LIVE",
        "WITHIN_THE_BODY, RECORD",
        "WITHIN_THE_BODY, LIVE"
    })
    void areLetGoWhenTheLimitIsOver(Stall stall, Mode mode) throws Exception {
        RepriseServer server = serve(mode, stall, BodyShape.JSON, Duration.ofMillis(300));

        Received got = ask(server, BodyShape.JSON);

        assertThat(got.status()).isEqualTo(stall.hasHead() ? 200 : 504);
        assertThat(got.isWhole()).isEqualTo(!stall.hasHead());
        if (stall == Stall.WITHIN_THE_BODY) {
            assertThat(got.body()).isEqualTo(BodyShape.JSON.plain().get(0));
        }
        assertAtRest(server);
        await().untilAsserted(() -> assertThat(fixture.log())
                .contains(stall.hasHead() ? "forwarded POST" : "failed POST")
                .contains(stall.hasHead() ? "timeouts.upstream-idle" : "timeouts.upstream-first-byte"));
    }

    @ParameterizedTest
    @EnumSource(Stall.class)
    void areLetGoWhenTheClientHasLeftForTooLong(Stall stall) throws Exception {
        fixture.keeping(new KeepSettings(false, false, Duration.ofMillis(100)));
        RepriseServer server = serve(Mode.RECORD, stall, BodyShape.EVENTS, Duration.ofMinutes(5));

        leave(server, stall);

        assertAtRest(server);
        await().untilAsserted(() -> assertThat(fixture.log()).contains("NOT KEPT: its clients have left"));
        assertThat(server.failedRecordings()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Stall.class)
    void areLetGoAtOnceWhereNothingIsRecorded(Stall stall) throws Exception {
        RepriseServer server = serve(Mode.LIVE, stall, BodyShape.EVENTS, Duration.ofMinutes(5));

        leave(server, stall);

        assertAtRest(server);
        await().untilAsserted(() -> assertThat(fixture.log()).contains("the client went away"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"LIVE", "RECORD"})
    void aClientThatLeavesBeforeTheUpstreamIsAskedIsNoticed(Mode mode) throws Exception {
        fixture.keeping(new KeepSettings(false, false, Duration.ofMillis(100)));
        RepriseServer server = serve(mode, Stall.BEFORE_THE_HEAD, BodyShape.EVENTS, Duration.ofMinutes(5));

        try (RawExchange client = new RawExchange(server)) {
            client.send(REQUEST.replace("host:", "x-reprise-fault: delay=1500ms\r\nhost:"));
            await().until(() -> server.unfinished().requests() > 0);
            client.reset();
        }
        if (mode != Mode.LIVE) {
            assertAtRest(server); // the upstream was asked, and then let go
        }

        await().untilAsserted(() -> assertThat(server.unfinished()).isEqualTo(Unfinished.NOTHING));
        await().untilAsserted(() -> assertThat(fixture.log())
                .contains(mode == Mode.LIVE ? "the client went away" : "NOT KEPT: its clients have left"));
        assertThat(isReached.getCount()).isEqualTo(mode == Mode.LIVE ? 1 : 0);
    }

    /** Then nobody is told, and yet the call ends, with what it has taken of the memory. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatNeverComesAfterTheClientHasLeftEndsTheCall(boolean isClosed) throws Exception {
        CountDownLatch mayClose = new CountDownLatch(1);
        ScriptedUpstream upstream = fixture.closing(new ScriptedUpstream(it -> {
            it.request();
            isReached.countDown();
            if (isClosed) {
                mayClose.await();
            } else {
                it.awaitClose();
            }
        }));
        RepriseServer server = serve(Mode.RECORD, upstream, Duration.ofMillis(isClosed ? 60_000 : 1_500));
        String large = ServerFixture.QUESTION + " ".repeat(100_000);

        try (RawExchange client = new RawExchange(server)) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                    + "content-length: " + large.length() + "\r\n\r\n" + large);
            isReached.await();
            client.reset();
        }
        await().until(() -> server.unfinished().timers() > 0); // it has noticed, and reads on
        mayClose.countDown();

        await().untilAsserted(() -> assertThat(server.unfinished()).isEqualTo(Unfinished.NOTHING));
        await().untilAsserted(() -> assertThat(server.memoryUsed()).isZero());
        await().untilAsserted(() -> assertThat(fixture.log())
                .contains("client-left POST")
                .contains("the client went away, and there was no answer: "));
    }

    /** Asks, and goes away when the upstream has stalled, and when as much of the answer has come as comes. */
    private void leave(RepriseServer server, Stall stall) throws Exception {
        try (RawExchange client = new RawExchange(server)) {
            client.send(REQUEST);
            isReached.await();
            if (stall.hasHead()) {
                client.head();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Stall.class)
    void areLetGoWhenTheServerStops(Stall stall) throws Exception {
        fixture.drain(Duration.ofMillis(50));
        RepriseServer server = serve(Mode.RECORD, stall, BodyShape.LINES, Duration.ofMinutes(5));
        CompletableFuture<Received> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return ask(server, BodyShape.LINES);
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        });
        isReached.await();

        server.close();

        assertThat(asked.get().isWhole() && asked.get().status() == 200).isFalse();
        assertAtRest(server);
        assertThat(server.failedRecordings()).isPositive();
    }

    @Test
    void clientsThatLeaveOneAfterTheOtherLeaveNoTimer() throws Exception {
        ScriptedUpstream upstream = fixture.closing(new ScriptedUpstream(it -> {
            it.request();
            it.send("HTTP/1.1 200 OK\r\n" + BodyShape.EVENTS.fields() + "connection: close\r\n\r\n");
            it.send(BodyShape.EVENTS.sent().get(0));
            it.awaitSignal();
            it.send(BodyShape.joined(BodyShape.EVENTS.sent().subList(1, 3)));
        }));
        RepriseServer server = fixture.serve(
                Mode.RECORD, List.of(new Upstream("", URI.create(upstream.url() + "/v1"), List.of(), Headers.NONE)));
        for (int left = 1; left <= 3; left++) {
            int noticed = left - 1;
            try (RawExchange client = new RawExchange(server)) {
                client.send(REQUEST);
                client.head();
            }
            await().until(() -> fixture.log().split("went away", -1).length > noticed);
            await().until(() -> server.unfinished().timers() > 0);
        }

        upstream.signal();

        await().untilAsserted(() -> assertThat(server.unfinished()).isEqualTo(Unfinished.NOTHING));
        assertThat(fixture.store().recordings()).hasSize(1);
    }

    /** What a stream has said is all, though its upstream says nothing more. */
    @Test
    void endAStreamThatHasItsEndMark() throws Exception {
        ScriptedUpstream upstream = fixture.closing(new ScriptedUpstream(it -> {
            it.request();
            it.send("HTTP/1.1 200 OK\r\n" + BodyShape.EVENTS.fields() + "transfer-encoding: chunked\r\n\r\n");
            for (byte[] piece : BodyShape.EVENTS.sent()) {
                it.chunk(piece);
            }
            it.awaitClose();
            isLetGo.countDown();
        }));
        RepriseServer server = fixture.serve(
                Mode.RECORD, List.of(new Upstream("", URI.create(upstream.url() + "/v1"), List.of(), Headers.NONE)));

        Received got = ask(server, BodyShape.EVENTS);

        assertThat(got.isWhole()).isTrue();
        assertThat(fixture.store().recordings()).hasSize(1);
        isLetGo.await();
    }

    @Test
    void aConnectionThatDiesBetweenRequestsIsNotUsedAgain() throws Exception {
        ScriptedUpstream upstream = fixture.closing(new ScriptedUpstream(it -> {
            it.request();
            it.send(UpstreamFaults.whole(BodyShape.JSON));
            if (it.number() > 0) {
                it.keep();
            }
        }));
        RepriseServer server = fixture.serve(
                Mode.LIVE, List.of(new Upstream("", URI.create(upstream.url() + "/v1"), List.of(), Headers.NONE)));

        try (RawExchange client =
                new RawExchange(server)) { // which stays on one event loop, as its upstream connections do
            client.send(REQUEST);
            assertThat(client.answer().head()).contains(" 200 ");
            await().untilAsserted(() -> assertThat(OpenConnections.to(upstream.port()))
                    .as("the dead one")
                    .isEmpty());
            for (int i = 0; i < 2; i++) {
                client.send(REQUEST);
                assertThat(client.answer().head()).contains(" 200 ");
            }
        }

        assertThat(upstream.connections()).isEqualTo(2);
    }

    @Test
    void anUpstreamThatHangsUpOnAReusedConnectionIsNotAskedTwice() throws Exception {
        ScriptedUpstream upstream = fixture.closing(new ScriptedUpstream(it -> {
            it.request();
            it.send(UpstreamFaults.whole(BodyShape.JSON));
            it.request(); // and says nothing
        }));
        RepriseServer server = fixture.serve(
                Mode.LIVE, List.of(new Upstream("", URI.create(upstream.url() + "/v1"), List.of(), Headers.NONE)));

        try (RawExchange client = new RawExchange(server)) {
            client.send(REQUEST);
            assertThat(client.answer().head()).contains(" 200 ");
            client.send(REQUEST);
            assertThat(client.answer().head()).contains(" 502 ").contains("x-should-retry: true");
        }

        assertThat(upstream.connections()).isEqualTo(1);
    }
}
