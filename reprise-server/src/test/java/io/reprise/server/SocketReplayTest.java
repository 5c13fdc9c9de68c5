package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** WebSockets that are answered by recordings. */
@Timeout(60)
class SocketReplayTest {
    private static final String PATH = "/v1/realtime?model=gpt-realtime";
    private static final String HELLO = say("Hello");
    private static final String WEATHER = say("What is the weather?");

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private static String say(String text) {
        return "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\",\"content\":"
                + "[{\"type\":\"input_text\",\"text\":\"" + text + "\"}]}}";
    }

    private FakeRealtime upstream() throws IOException {
        return fixture.with(FakeRealtime.repeating());
    }

    /** Has a conversation recorded in which the client says these. */
    private void record(RepriseServer server, String target, String... said) throws IOException {
        try (RawClient client = RawClient.connect(server, target, "Sec-WebSocket-Protocol", "realtime")) {
            talk(client, said);
            client.closed(1_000, "");
        }
    }

    private static void talk(RawClient client, String... said) throws IOException {
        assertThat(client.frames().message()).contains("session.created");
        for (String each : said) {
            assertThat(client.ask(each)).contains("response.output_text.delta");
            assertThat(client.frames().message()).isEqualTo("{ \"type\": \"response.done\" }");
        }
    }

    private RepriseServer recorded(String... said) throws IOException {
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream());
        record(server, PATH, said);
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    @Test
    void aClientThatSendsTheSameGetsTheSame() throws Exception {
        RepriseServer server = recorded(HELLO, WEATHER);

        try (RawClient client = RawClient.connect(server, PATH, "Sec-WebSocket-Protocol", "realtime")) {
            assertThat(client.header("sec-websocket-protocol")).contains("realtime");
            assertThat(client.header("x-request-id")).contains("r1");
            talk(client, HELLO, WEATHER.replace(":", " : "));
            assertThat(client.closed(1_000, "").code()).isEqualTo(1_000);
        }

        await().untilAsserted(() -> assertThat(fixture.log())
                .contains("replayed WS /v1/realtime model=gpt-realtime")
                .contains("messages=2/5 close=1000"));
    }

    @Test
    void theUpstreamsCloseComesAsRecorded() throws Exception {
        RepriseServer recording = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream());
        try (RawClient client = RawClient.connect(recording, PATH)) {
            client.frames().message();
            client.frames().text("bye");
            client.frames().read();
        }
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            client.frames().text("bye");
            RawFrames.Frame close = client.frames().read();
            assertThat(close.code()).isEqualTo(1_000);
            assertThat(close.reason()).isEqualTo("bye");
        }
    }

    @Test
    void whatBrokeOffBreaksOffAgain() throws Exception {
        fixture.keeping(new KeepSettings(false, true, KeepSettings.DEFAULT.readOn()));
        FakeRealtime upstream = fixture.with(new FakeRealtime("", (call, frames) -> frames.text("{\"n\":1}")));
        RepriseServer recording = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        for (RepriseServer server : List.of(recording, fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT))) {
            try (RawClient client = RawClient.connect(server, PATH)) {
                assertThat(client.frames().message()).isEqualTo("{\"n\":1}");
                assertThatThrownBy(client.frames()::read).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void aHandshakeThatWasNeverRecordedIsToldOfInAMessageAndAClose() throws Exception {
        RepriseServer server = recorded(HELLO);

        try (RawClient client = RawClient.connect(
                server, "/v1/realtime?model=other", "Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.x")) {
            assertThat(client.status()).isEqualTo(101);
            assertThat(client.header("sec-websocket-protocol")).contains("realtime");
            assertThat(client.header("x-reprise-miss")).isPresent();
            assertThat(client.frames().message()).contains("\"type\":\"error\"").contains("no recording answers");
            RawFrames.Frame close = client.frames().read();
            assertThat(close.code()).isEqualTo(4_404);
            assertThat(close.reason()).startsWith("miss: ");
            assertThat(close.bytes()).hasSizeLessThanOrEqualTo(125);
        }

        await().untilAsserted(() -> assertThat(fixture.log())
                .contains("missed WS /v1/realtime model=other")
                .contains("close=4404"));
        assertThat(server.report().misses()).hasSize(1);
        assertThat(server.report().count(Verb.MISSED)).isEqualTo(1);
    }

    @Test
    void aMessageThatNoRecordingHasIsExplained() throws Exception {
        RepriseServer server = recorded(HELLO, WEATHER);

        try (RawClient client = RawClient.connect(server, PATH)) {
            talk(client, HELLO);
            String error = client.ask(say("What is the time?"));
            assertThat(error).contains("\"type\":\"error\"").contains("weather");
            RawFrames.Frame close = client.frames().read();
            assertThat(close.code()).isEqualTo(4_404);
            assertThat(close.reason()).contains("message 2");
        }

        await().untilAsserted(() ->
                assertThat(fixture.log()).contains("missed WS /v1/realtime").contains("messages=2/4 close=4404"));
        assertThat(server.report().misses()).hasSize(1);
    }

    @Test
    void theRecordingThatFitsAnswersWhicheverTurnItIs() throws Exception {
        RepriseServer recording = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream());
        record(recording, PATH, HELLO);
        record(recording, PATH, WEATHER);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        try (RawClient client = RawClient.connect(server, PATH)) {
            talk(client, WEATHER);
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            talk(client, HELLO);
        }
    }

    @Test
    void soundDoesNotCountAndItsAnswerComesWhenTheClientIsQuiet() throws Exception {
        String sound = "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAAA\"}";
        FakeRealtime upstream = fixture.with(new FakeRealtime("", (call, frames) -> {
            for (int i = 0; i < 5; i++) {
                frames.read();
            }
            frames.text("{\"type\":\"response.done\"}");
            frames.read();
        }));
        RepriseServer recording = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        try (RawClient client = RawClient.connect(recording, PATH)) {
            for (int i = 0; i < 5; i++) {
                client.frames().text(sound);
            }
            client.frames().message();
            client.closed(1_000, "");
        }
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().text(sound.replace("AAAA", "BBBB"));
            assertThat(client.frames().message()).contains("response.done");
        }
    }

    @Test
    void aFirstMessageThatFitsNothingGoesOnWithTheUpstream() throws Exception {
        FakeRealtime upstream = upstream();
        RepriseServer recording = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        record(recording, PATH, HELLO);
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        record(server, PATH, WEATHER);

        assertThat(upstream.requests()).hasSize(2);
        assertThat(fixture.store().recordings()).as(fixture.log()).hasSize(2);
        SocketConversation kept =
                fixture.store().recordings().get(1).exchange().socket().orElseThrow();
        assertThat(kept.messages())
                .extracting(message -> message.from())
                .containsExactly(Sender.UPSTREAM, Sender.CLIENT, Sender.UPSTREAM, Sender.UPSTREAM);
        assertThat(kept.messages().get(0).bytes().toString()).contains("sess_1");
        RepriseServer replaying = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        try (RawClient client = RawClient.connect(replaying, PATH)) {
            talk(client, WEATHER);
        }
        assertThat(upstream.requests()).hasSize(2);
    }

    /** The second comes while a worker looks whether the first fits. */
    @Test
    void whatComesBehindALargeMessageThatFitsNothingGoesOnWithTheUpstream() throws Exception {
        FakeRealtime upstream = upstream();
        record(fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream), PATH, HELLO);
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            assertThat(client.frames().message()).contains("session.created");
            client.frames().texts(List.of(say("x".repeat(300_000)), WEATHER));
            for (int i = 0; i < 2; i++) {
                assertThat(client.frames().message()).contains("response.output_text.delta");
                assertThat(client.frames().message()).contains("response.done");
            }
            client.closed(1_000, "");
        }

        await().untilAsserted(() -> assertThat(fixture.store().recordings()).hasSize(2));
        assertThat(fixture.store()
                        .recordings()
                        .get(1)
                        .exchange()
                        .socket()
                        .orElseThrow()
                        .messages())
                .filteredOn(message -> message.from() == Sender.CLIENT)
                .hasSize(2);
    }

    @Test
    void aConversationThatWentOnWithTheUpstreamAndHasEndedDelaysNoStop() throws Exception {
        fixture.drain(Duration.ofMinutes(5));
        FakeRealtime upstream = upstream();
        record(fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream), PATH, HELLO);
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        record(server, PATH, WEATHER);
        assertThat(upstream.requests()).hasSize(2);

        server.close();

        assertThat(fixture.store().recordings()).as(fixture.log()).hasSize(2);
    }

    @Test
    void aConversationThatGoesOnWithTheUpstreamEndsWithTheServer() throws Exception {
        fixture.drain(Duration.ofMinutes(5));
        FakeRealtime upstream = upstream();
        record(fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream), PATH, HELLO);
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        try (RawClient client = RawClient.connect(server, PATH)) {
            talk(client, WEATHER);
            assertStops(server, client);
        }
    }

    /** A stop closes what is open at once. */
    private static void assertStops(RepriseServer server, RawClient client) throws Exception {
        Thread stop = new Thread(server::close);
        stop.start();
        RawFrames.Frame close = client.frames().read();
        assertThat(close.opcode()).isEqualTo(RawFrames.CLOSE);
        assertThat(close.code()).isEqualTo(1_001);
        client.frames().write(true, RawFrames.CLOSE, close.bytes());
        stop.join();
    }

    @Test
    void whatTheClientBrokeOffStaysOpenUntilTheClientLeaves(@TempDir Path directory) throws Exception {
        fixture.drain(Duration.ofMinutes(5));
        try (DirectoryStore store = new DirectoryStore(directory, KeyRules.NONE)) {
            RepriseServer recording =
                    fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream());
            try (RawClient client = RawClient.connect(recording, PATH)) {
                talk(client, HELLO);
            }
            await().untilAsserted(() ->
                    assertThat(fixture.log()).contains("close=1006").contains("the client went away"));
            recording.close();
        }
        for (CacheSettings.Ids ids : CacheSettings.Ids.values()) {
            try (DirectoryStore store = new DirectoryStore(directory, KeyRules.NONE)) {
                fixture.cache(new CacheSettings(ids, 1 << 20));
                RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
                try (RawClient client = RawClient.connect(server, PATH)) {
                    talk(client, HELLO);
                    client.frames().write(true, RawFrames.PING, new byte[] {1});
                    assertThat(client.frames().next().opcode()).isEqualTo(RawFrames.PONG);
                    assertStops(server, client);
                }
            }
        }
    }

    /** Sets sessions up, with a sign of life now and then, and answers all else. */
    private static void setUp(int call, RawFrames frames) throws IOException {
        frames.text("{\"type\":\"session.created\",\"session\":{\"id\":\"sess_" + call + "\"}}");
        if (call == 1) {
            frames.text("{\"type\":\"ping\"}");
        }
        for (RawFrames.Frame frame = frames.read(); frame.opcode() != RawFrames.CLOSE; frame = frames.read()) {
            boolean isSetUp = frame.text().contains("session.update");
            frames.text(
                    isSetUp ? "{\"type\":\"session.updated\"}" : "{\"type\":\"response.done\",\"call\":" + call + "}");
        }
        frames.close(1_000, "");
    }

    private static void talkAfterSetUp(RawClient client, String said, int call) throws IOException {
        assertThat(client.frames().message()).contains("session.created");
        assertThat(client.ask("{\"type\":\"session.update\",\"session\":{}}")).contains("session.updated");
        assertThat(client.ask(said)).isEqualTo("{\"type\":\"response.done\",\"call\":" + call + "}");
    }

    @Test
    void aClientWhoseSessionOnlyWasSetUpGoesOnWithTheUpstream() throws Exception {
        FakeRealtime upstream = fixture.with(new FakeRealtime("", SocketReplayTest::setUp));
        RepriseServer recording = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        try (RawClient client = RawClient.connect(recording, PATH)) {
            talkAfterSetUp(client, HELLO, 0);
            client.closed(1_000, "");
        }
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            talkAfterSetUp(client, WEATHER, 1);
            client.closed(1_000, "");
        }

        assertThat(upstream.requests()).hasSize(2);
        await().untilAsserted(() -> assertThat(fixture.store().recordings()).hasSize(2));
        assertThat(fixture.store()
                        .recordings()
                        .get(1)
                        .exchange()
                        .socket()
                        .orElseThrow()
                        .messages())
                .extracting(message -> Json.parse(message.bytes().toString()).text("type"))
                .filteredOn(type -> !type.equals("ping"))
                .containsExactly(
                        "session.created",
                        "session.update",
                        "session.updated",
                        "conversation.item.create",
                        "response.done");
    }

    @Test
    void eachConversationOfTheRunThatRecordsIsKeptUnlessItRepeatsTheOneBefore() throws Exception {
        FakeRealtime upstream = upstream();
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        record(server, PATH, HELLO);
        record(server, PATH, HELLO);
        record(server, PATH, WEATHER);
        record(server, PATH, WEATHER, HELLO);

        assertThat(upstream.requests()).hasSize(4);
        assertThat(fixture.store().recordings()).as(fixture.log()).hasSize(3);
        RepriseServer replaying = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        for (String[] said : new String[][] {{HELLO}, {WEATHER}, {WEATHER, HELLO}}) {
            try (RawClient client = RawClient.connect(replaying, PATH)) {
                talk(client, said);
            }
        }
    }

    @Test
    void eachReplayHasIdsOfItsOwnWhereThatIsWanted() throws Exception {
        String created = "{\"type\":\"session.created\",\"session\":{\"id\":\"sess_AbcDefGhiJklMnoPqr\"}}";
        fixture.keepConversation("/v1/realtime", "model=gpt-realtime", SocketMessage.text(0, Sender.UPSTREAM, created));
        fixture.cache(new CacheSettings(CacheSettings.Ids.FRESH, 1 << 20));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        Set<String> said = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            try (RawClient client = RawClient.connect(server, PATH)) {
                said.add(client.frames().message());
            }
        }

        assertThat(said).hasSize(3).doesNotContain(created).allMatch(each -> each.contains("\"id\":\"sess_"));
    }

    @Test
    void theReportHasTheTokensThatNobodyPaidFor() throws Exception {
        String done =
                "{\"type\":\"response.done\",\"response\":{\"usage\":{\"total_tokens\":15,\"input_tokens\":10,\"output_tokens\":5}}}";
        fixture.keepConversation(
                "/v1/realtime",
                "model=gpt-realtime",
                SocketMessage.text(0, Sender.UPSTREAM, done),
                SocketMessage.text(1, Sender.UPSTREAM, done));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            client.frames().message();
            client.closed(1_000, "");
        }

        await().untilAsserted(() -> assertThat(server.report().tokensSaved()).isEqualTo(new TokenUsage(20, 10)));
    }

    @Test
    void aLaterMessageThatFitsNothingIsAMissAlsoWhereItCouldBeForwarded() throws Exception {
        FakeRealtime upstream = upstream();
        RepriseServer recording = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        record(recording, PATH, HELLO, WEATHER);
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            talk(client, HELLO);
            assertThat(client.ask(HELLO)).contains("error");
            assertThat(client.frames().read().code()).isEqualTo(4_404);
        }
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void anUpstreamThatIsAwayWhenAClientGoesOnWithItIsSaid() throws Exception {
        FakeRealtime upstream = upstream();
        RepriseServer recording = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        record(recording, PATH, HELLO);
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        upstream.close();

        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            assertThat(client.ask(WEATHER)).contains("gave no answer");
            assertThat(client.frames().read().code()).isEqualTo(1_011);
        }
    }

    @Test
    void aConversationAnswersNoPlainRequest() throws Exception {
        RepriseServer server = recorded(HELLO);

        HttpResponse<String> answer = ServerFixture.ask(
                HttpRequest.newBuilder(ServerFixture.url(server).resolve(PATH)).build());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("x-reprise-miss")).isPresent();
    }

    @Test
    void aClientThatOffersNoProtocolGetsNone() throws Exception {
        RepriseServer server = recorded(HELLO);

        try (RawClient client = RawClient.connect(server, PATH)) {
            assertThat(client.header("sec-websocket-protocol")).isEmpty();
        }
    }

    @Test
    void conversationsHaveTestsPacesAndPrefixes() throws Exception {
        RepriseServer recording = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream());
        record(recording, "/t/a%2Fb" + PATH, HELLO);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        for (String pace : List.of("instant", "flushed", "recorded", "x10", "ttft=20ms,tps=100,jitter=10%,seed=1")) {
            try (RawClient client = RawClient.connect(server, PATH, "X-Reprise-Test", "a/b", "X-Reprise-Pace", pace)) {
                talk(client, HELLO);
                client.closed(1_000, "");
            }
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            assertThat(client.header("x-reprise-miss")).isPresent();
        }
    }

    @Test
    void largeMessagesKeepTheirOrder() throws Exception {
        String large = say("x".repeat(300_000));
        RepriseServer server = recorded(large, HELLO, large);

        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().text(large);
            client.frames().text(HELLO);
            client.frames().text(large);
            assertThat(client.frames().message()).contains("session.created");
            for (int i = 0; i < 3; i++) {
                assertThat(client.frames().message()).contains("response.output_text.delta");
                assertThat(client.frames().message()).contains("response.done");
            }
        }
    }
}
