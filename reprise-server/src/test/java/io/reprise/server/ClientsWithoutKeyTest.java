package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.exchange.Headers;
import io.reprise.core.family.PlaceholderKey;
import io.reprise.core.plan.Mode;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.upstream.Upstream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients with a placeholder in the place of an API key: recordings answer them, and no upstream gets to see it. */
class ClientsWithoutKeyTest {
    private static final String QUESTION = "{\"model\":\"m\",\"messages\":[]}";
    private static final String OTHER = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String BEARER = "Bearer " + PlaceholderKey.TEXT;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private FakeUpstream upstream(String answer) throws Exception {
        return fixture.upstream((call, request, out) ->
                out.write(("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + answer.length()
                                + "\r\nconnection: close\r\n\r\n" + answer)
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private RepriseServer serve(Mode mode, FakeUpstream... upstreams) {
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstreams);
    }

    private static HttpResponse<String> chat(RepriseServer server, String body, String... headers) throws Exception {
        return ServerFixture.ask(ServerFixture.chat(server, body, headers));
    }

    /** The client has its answer a moment before it is counted. */
    private static void awaitOne(RepriseServer server, Verb verb) {
        await().untilAsserted(() ->
                assertThat(server.report().count(verb)).as("%s", verb).isEqualTo(1));
    }

    @Test
    void getWhatWasRecordedWithAKey() throws Exception {
        FakeUpstream upstream = upstream("{\"id\":\"1\"}");
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);

        String recorded =
                chat(server, QUESTION, "authorization", "Bearer sk-mine").body();
        String replayed = chat(server, QUESTION, "authorization", BEARER).body();

        assertThat(replayed).isEqualTo(recorded).isEqualTo("{\"id\":\"1\"}");
        assertThat(upstream.requests()).hasSize(1);
        awaitOne(server, Verb.REPLAYED);
    }

    @Test
    void areToldWhatToDoWhereNoRecordingAnswers() throws Exception {
        FakeUpstream upstream = upstream("{}");
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);
        chat(server, QUESTION, "authorization", "Bearer sk-mine");

        HttpResponse<String> answer = chat(server, OTHER, "authorization", BEARER);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(answer.headers().firstValue("x-reprise-miss")).isPresent();
        assertThat(answer.body())
                .startsWith(
                        "{\"error\":{\"message\":\"no recording answers POST /v1/chat/completions model=m test=- key=")
                .contains(
                        ", and the client has no API key to ask the upstream with\\nthe nearest is ",
                        "to ask the upstream, set OPENAI_API_KEY and run the client again");
        assertThat(upstream.requests()).hasSize(1);
        awaitOne(server, Verb.MISSED);
        assertThat(server.report().misses().get(0).text("missing_key")).isEqualTo("OPENAI_API_KEY");
        await().untilAsserted(() -> assertThat(fixture.log())
                .contains("missed POST /v1/chat/completions model=m key=")
                .contains("status=401")
                .contains("(the client has no API key to ask the upstream with; nearest "));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"LIVE", "RECORD"})
    void areRefusedWhereOnlyAnUpstreamAnswers(Mode mode) throws Exception {
        FakeUpstream upstream = upstream("{}");
        RepriseServer server = serve(mode, upstream);

        HttpResponse<String> answer = chat(server, QUESTION, "authorization", BEARER);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .contains("no upstream was asked for POST /v1/chat/completions", "set OPENAI_API_KEY")
                .doesNotContain("recording");
        assertThat(upstream.requests()).isEmpty();
        awaitOne(server, Verb.MISSED);
        assertThat(server.report().misses().get(0).text("cause")).isEqualTo("no-key");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, x-api-key, no-key-is-needed-in-replay, ANTHROPIC_API_KEY, '{\"type\":\"error\",\"error\":{'",
        "/v1/responses, api-key, no-key-is-needed-in-replay, AZURE_OPENAI_API_KEY, '{\"error\":{\"message\":'",
        "/v1beta/models/m:generateContent, x-goog-api-key, no-key-is-needed-in-replay, GOOGLE_API_KEY,"
                + " '{\"error\":{\"code\":401,'",
        "/v1beta/models/m:generateContent?key=no-key-is-needed-in-replay, x-other, 1, GOOGLE_API_KEY,"
                + " '{\"error\":{\"code\":401,'",
        "/model/m/converse, authorization, Bearer no-key-is-needed-in-replay, AWS_BEARER_TOKEN_BEDROCK, '{\"message\":'",
    })
    void getAnErrorInTheWordsOfTheirApi(String path, String header, String value, String variable, String beginning)
            throws Exception {
        FakeUpstream upstream = upstream("{}");
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);

        HttpResponse<String> answer =
                ServerFixture.ask(HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + path))
                        .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
                        .header("content-type", "application/json")
                        .header(header, value)
                        .build());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).startsWith(beginning).contains("set " + variable + " and run");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void areForwardedWithTheKeyOfTheConfiguration() throws Exception {
        FakeUpstream upstream = upstream("{}");
        Upstream keyed = new Upstream("", upstream.url(), List.of(), Headers.of("authorization", "Bearer sk-ours"));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, List.of(keyed));

        HttpResponse<String> answer = chat(server, QUESTION, "authorization", BEARER, "x-api-key", PlaceholderKey.TEXT);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(upstream.requests()).hasSize(1);
        assertThat(upstream.requests().get(0).toLowerCase(Locale.ROOT))
                .contains("authorization: bearer sk-ours")
                .doesNotContain(PlaceholderKey.TEXT, "x-api-key");
        awaitOne(server, Verb.RECORDED);
    }

    @Test
    void aConfiguredHeaderOfAnotherKindIsNoKey() throws Exception {
        FakeUpstream upstream = upstream("{}");
        Upstream tagged = new Upstream("", upstream.url(), List.of(), Headers.of("x-team", "tests"));

        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, List.of(tagged));

        assertThat(chat(server, QUESTION, "authorization", BEARER).statusCode()).isEqualTo(401);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void areAnsweredInReplayAsEveryClient() throws Exception {
        RepriseServer server = serve(Mode.REPLAY, upstream("{}"));

        HttpResponse<String> answer = chat(server, QUESTION, "authorization", BEARER);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("to record it:").doesNotContain("API key");
    }

    @Test
    void theModeThatARequestNamesCounts() throws Exception {
        FakeUpstream upstream = upstream("{}");
        RepriseServer server = serve(Mode.REPLAY, upstream);

        HttpResponse<String> live = chat(server, QUESTION, "authorization", BEARER, "x-reprise-mode", "live");

        assertThat(live.statusCode()).isEqualTo(401);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void aListOfModelsHasThoseOfUpstreamsWithAKey() throws Exception {
        FakeUpstream open = upstream("{\"object\":\"list\",\"data\":[{\"id\":\"a\",\"object\":\"model\"}]}");
        FakeUpstream closed = upstream("{\"object\":\"list\",\"data\":[{\"id\":\"b\",\"object\":\"model\"}]}");
        RepriseServer server = fixture.serve(
                Mode.LIVE,
                List.of(
                        new Upstream("open", open.url(), List.of(), Headers.of("authorization", "Bearer sk-ours")),
                        new Upstream("closed", closed.url(), List.of(), Headers.NONE)));

        HttpResponse<String> answer = ServerFixture.ask(
                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/v1/models"))
                        .header("authorization", BEARER)
                        .build());

        assertThat(answer.body()).contains("\"a\"").doesNotContain("\"b\"");
        assertThat(closed.requests()).isEmpty();
        await().untilAsserted(() ->
                assertThat(fixture.log()).contains("upstream 'closed' was not asked: the client has no API key"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"LIVE", "RECORD_IF_MISSING"})
    void areToldSoInAWebSocket(Mode mode) throws Exception {
        FakeRealtime upstream = fixture.with(FakeRealtime.repeating());
        RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(
                server,
                "/v1/realtime?model=gpt-realtime",
                "Sec-WebSocket-Protocol",
                "realtime, openai-insecure-api-key." + PlaceholderKey.TEXT)) {
            assertThat(client.frames().message())
                    .contains("\"type\":\"error\"", "the client has no API key", "set OPENAI_API_KEY");
        }

        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void areToldSoWhereAWebSocketLeavesItsRecording() throws Exception {
        FakeRealtime upstream = fixture.with(FakeRealtime.repeating());
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        String path = "/v1/realtime?model=gpt-realtime";
        try (RawClient client = RawClient.connect(server, path, "Authorization", "Bearer sk-mine")) {
            client.frames().message();
            client.ask("{\"type\":\"response.create\"}");
            client.frames().message();
            client.closed(1_000, "");
        }

        try (RawClient client = RawClient.connect(server, path, "Authorization", BEARER)) {
            assertThat(client.frames().message()).contains("session.created");
            assertThat(client.ask("{\"type\":\"response.create\",\"other\":1}"))
                    .contains("\"type\":\"error\"", "the client has no API key", "set OPENAI_API_KEY");
        }

        assertThat(upstream.requests()).hasSize(1);
    }
}
