package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.plan.Mode;
import io.reprise.server.access.AccessSettings;
import io.reprise.server.access.AllowedOrigin;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of another origin may do, as its browser understands it (Fetch standard, section 3.3). */
class CrossOriginTest {
    private static final String PAGE = "http://localhost:5173";
    private static final String STRANGER = "https://evil.example";
    private static final String CHAT = "/v1/chat/completions";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer serve(Mode mode, FakeUpstream... upstreams) {
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstreams);
    }

    private RepriseServer replayFor(Optional<String> token, String... origins) {
        fixture.access(new AccessSettings(
                token, Arrays.stream(origins).map(AllowedOrigin::new).toList()));
        return serve(Mode.REPLAY);
    }

    private static HttpResponse<String> ask(RepriseServer server, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return ServerFixture.ask(request.build());
    }

    private static HttpResponse<String> preflight(RepriseServer server, String origin, String path, String... more)
            throws IOException, InterruptedException {
        String[] headers = {
            "origin", origin,
            "access-control-request-method", "POST",
            "access-control-request-headers", "authorization,content-type,x-stainless-lang,x-reprise-test"
        };
        String[] all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return ask(server, "OPTIONS", path, all);
    }

    private static Optional<String> allowed(HttpResponse<?> answer) {
        return answer.headers().firstValue("access-control-allow-origin");
    }

    private static List<String> exposed(HttpResponse<?> answer) {
        return List.of(answer.headers()
                .firstValue("access-control-expose-headers")
                .orElse("")
                .split(", ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PAGE,
                "http://127.0.0.1:3000",
                "https://localhost",
                "http://[::1]:8080",
                "http://app.localhost:1234",
                "tauri://localhost"
            })
    void aPageOfThisMachineIsAllowedToSendAllThatItAsksFor(String origin) throws Exception {
        RepriseServer server = serve(Mode.REPLAY);

        HttpResponse<String> answer = preflight(server, origin, CHAT);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(allowed(answer)).hasValue(origin);
        assertThat(answer.headers().allValues("access-control-allow-methods")).containsExactly("POST");
        assertThat(answer.headers().allValues("access-control-allow-headers"))
                .containsExactly("authorization,content-type,x-stainless-lang,x-reprise-test");
        assertThat(answer.headers().allValues("access-control-allow-credentials"))
                .containsExactly("true");
        assertThat(answer.headers().allValues("access-control-max-age")).containsExactly("7200");
        assertThat(answer.headers().allValues("access-control-allow-private-network"))
                .isEmpty();
        assertThat(String.join(",", answer.headers().allValues("vary"))).contains("origin");
    }

    @Test
    void aPreflightIsNeitherForwardedNorAMissNorCounted() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {});

        preflight(serve(Mode.RECORD, upstream), PAGE, CHAT);
        RepriseServer replaying = serve(Mode.REPLAY);
        preflight(replaying, PAGE, CHAT);
        preflight(replaying, PAGE, "/t/a%20test/v1/models");

        assertThat(upstream.requests()).isEmpty();
        assertThat(replaying.report().misses()).isEmpty();
        assertThat(fixture.log()).isEmpty();
        assertThat(fixture.store().recordings()).isEmpty();
    }

    @Test
    void aPageOfAnotherNetworkIsAllowedToAskThisOne() throws Exception {
        RepriseServer server = replayFor(Optional.empty(), "https://app.example.com");

        HttpResponse<String> answer =
                preflight(server, "https://app.example.com", CHAT, "access-control-request-private-network", "true");

        assertThat(allowed(answer)).hasValue("https://app.example.com");
        assertThat(answer.headers().firstValue("access-control-allow-private-network"))
                .hasValue("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {STRANGER, "null", "http://localhost.evil.example", "file://"})
    void otherPagesMayNeitherAskNorRead(String origin) throws Exception {
        fixture.keepStream("{}", "[DONE]");
        RepriseServer server = serve(Mode.REPLAY);

        HttpResponse<String> asked = preflight(server, origin, CHAT);
        HttpResponse<String> sent =
                ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, "origin", origin));

        assertThat(asked.statusCode()).isEqualTo(403);
        assertThat(asked.body()).contains("--allow-origin " + origin);
        assertThat(sent.statusCode()).isEqualTo(403);
        assertThat(allowed(asked)).isEmpty();
        assertThat(allowed(sent)).isEmpty();
    }

    @Test
    void aNameThatDnsMayHaveReboundIsRefusedWhateverTheOrigin() throws Exception {
        RepriseServer server = replayFor(Optional.empty(), "*");

        RawAnswer answer = RawAnswer.ofRequest(
                server,
                "OPTIONS /v1/models HTTP/1.1\r\nHost: evil.example\r\n"
                        + "Origin: http://localhost:1\r\nAccess-Control-Request-Method: GET\r\n\r\n");

        assertThat(answer.head()).startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com",
        "https://*.example.com, https://a.example.com",
        "null, null",
        "*, https://any.example",
        "*, null"
    })
    void pagesOfListedOriginsAreAllowed(String listed, String origin) throws Exception {
        RepriseServer server = replayFor(Optional.empty(), listed);

        assertThat(allowed(preflight(server, origin, CHAT))).hasValue(origin);
        assertThat(allowed(ask(server, "GET", "/v1/models", "origin", origin))).hasValue(origin);
    }

    @ParameterizedTest
    @EnumSource
    void aPageReadsAReplayWithAllItsHeaders(HttpClient.Version version) throws Exception {
        keep(Headers.of("content-type", "application/json", "x-request-id", "r1", "set-cookie", "a=b"));
        RepriseServer server = serve(Mode.REPLAY);

        HttpResponse<String> answer =
                ServerFixture.ask(version, ServerFixture.chat(server, ServerFixture.QUESTION, "origin", PAGE));

        assertThat(answer.body()).isEqualTo("{}");
        assertThat(allowed(answer)).hasValue(PAGE);
        assertThat(answer.headers().firstValue("access-control-allow-credentials"))
                .hasValue("true");
        assertThat(exposed(answer)).contains("content-type", "x-request-id").doesNotContain("set-cookie", "");
        assertThat(answer.headers().allValues("vary")).containsExactly("origin");
    }

    private void keep(Headers headers) {
        fixture.keep(
                ServerFixture.QUESTION,
                1,
                new Response(
                        200, headers, StreamFormat.WHOLE, List.of(new Chunk(1, Bytes.utf8("{}"))), Ending.COMPLETE));
    }

    @Test
    void whatTheUpstreamToldItsOwnPagesIsReplacedForPagesAndKeptForPrograms() throws Exception {
        keep(Headers.of(
                "access-control-allow-origin", "*",
                "access-control-expose-headers", "X-Request-ID",
                "vary", "Origin, Accept-Encoding"));
        RepriseServer server = serve(Mode.REPLAY);

        HttpResponse<String> page =
                ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, "origin", PAGE));
        RawAnswer program = RawAnswer.of(server, ServerFixture.QUESTION);

        assertThat(page.headers().allValues("access-control-allow-origin")).containsExactly(PAGE);
        assertThat(exposed(page)).contains("vary").noneMatch(name -> name.startsWith("access-control-"));
        assertThat(page.headers().allValues("vary")).containsExactly("Origin, Accept-Encoding");
        assertThat(program.head())
                .isEqualTo("HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\n"
                        + "access-control-expose-headers: X-Request-ID\r\nvary: Origin, Accept-Encoding\r\n"
                        + "content-length: 2\r\n\r\n");
    }

    @Test
    void aPageReadsAStreamWhileItIsRecordedAndTheUpstreamHearsNothingOfThePage() throws Exception {
        FakeUpstream upstream = FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                + "Access-Control-Allow-Origin: https://other.example\r\n\r\ndata: [DONE]\n\n");
        RepriseServer server = serve(Mode.RECORD, upstream);

        HttpResponse<String> answer =
                ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, "origin", PAGE));

        assertThat(answer.headers().allValues("access-control-allow-origin")).containsExactly(PAGE);
        assertThat(upstream.requests().get(0).toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=503,retry-after=2", "cut=1", "recut=1", "malformed"})
    void aPageReadsWhatGoesWrongOnPurpose(String fault) throws Exception {
        fixture.keepStream("{\"a\":1}", "{\"b\":2}", "[DONE]");
        RepriseServer server = serve(Mode.REPLAY);

        RawAnswer answer = RawAnswer.of(server, ServerFixture.QUESTION, "Origin", PAGE, "X-Reprise-Fault", fault);

        assertThat(answer.head()).contains("access-control-allow-origin: " + PAGE);
    }

    @Test
    void aPageReadsMissesAndErrors() throws Exception {
        RepriseServer server = serve(Mode.REPLAY);

        HttpResponse<String> miss =
                ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, "origin", PAGE));
        HttpResponse<String> wrong = ask(server, "GET", "/t/x", "origin", PAGE);
        HttpResponse<String> away = ServerFixture.ask(ServerFixture.chat(
                fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, gone()), ServerFixture.QUESTION, "origin", PAGE));

        assertThat(miss.statusCode()).isEqualTo(404);
        assertThat(exposed(miss)).contains("x-reprise-miss", "x-should-retry");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(away.statusCode()).isEqualTo(502);
        assertThat(List.of(allowed(miss), allowed(wrong), allowed(away))).containsOnly(Optional.of(PAGE));
    }

    private FakeUpstream gone() throws IOException {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {});
        upstream.close();
        return upstream;
    }

    @Test
    void anOptionsThatIsNoPreflightIsARequestLikeAnyOther() throws Exception {
        RepriseServer server = serve(Mode.REPLAY);

        assertThat(ask(server, "OPTIONS", "/v1/models").statusCode()).isEqualTo(404);
        assertThat(ask(server, "OPTIONS", "/v1/models", "origin", PAGE).statusCode())
                .isEqualTo(404);
        assertThat(ask(server, "OPTIONS", "/v1/models", "access-control-request-method", "GET")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void pagesThatAreAllowedMayUseTheControlApi() throws Exception {
        RepriseServer server = replayFor(Optional.empty(), "https://app.example.com");

        assertThat(preflight(server, PAGE, "/__reprise/faults").statusCode()).isEqualTo(204);
        assertThat(allowed(ask(server, "GET", "/__reprise/report", "origin", "https://app.example.com")))
                .hasValue("https://app.example.com");
        assertThat(allowed(ask(server, "GET", "/__reprise/health", "origin", PAGE)))
                .hasValue(PAGE);
        assertThat(ask(server, "POST", "/__reprise/tests/start-over", "origin", STRANGER)
                        .statusCode())
                .isEqualTo(403);
        assertThat(allowed(ask(server, "GET", "/__reprise/health", "origin", STRANGER)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/__reprise/recordings", "/t/x/__reprise/recordings", "/u/x/__reprise/recordings"})
    void thatAllPagesMayAskDoesNotOpenTheControlApiUnlessThereIsAToken(String path) throws Exception {
        RepriseServer open = replayFor(Optional.empty(), "*");
        RepriseServer guarded = replayFor(Optional.of("secret"), "*");

        assertThat(preflight(open, STRANGER, path).statusCode()).isEqualTo(403);
        assertThat(ask(open, "GET", path, "origin", STRANGER).statusCode()).isEqualTo(403);
        HttpResponse<String> read = ask(guarded, "GET", path, "origin", STRANGER, "authorization", "Bearer secret");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(allowed(read)).hasValue(STRANGER);
    }

    @Test
    void aPreflightNeedsNoTokenAndTheRequestDoes() throws Exception {
        RepriseServer server = replayFor(Optional.of("secret"), "https://app.example.com");

        HttpResponse<String> asked = preflight(server, "https://app.example.com", CHAT);
        HttpResponse<String> without = ask(server, "GET", "/v1/models", "origin", "https://app.example.com");
        HttpResponse<String> unlisted =
                ask(server, "GET", "/v1/models", "origin", STRANGER, "authorization", "Bearer secret");

        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(allowed(without)).hasValue("https://app.example.com");
        assertThat(preflight(server, STRANGER, CHAT).statusCode()).isEqualTo(403);
        assertThat(unlisted.statusCode()).isEqualTo(404);
        assertThat(allowed(unlisted)).isEmpty();
    }
}
