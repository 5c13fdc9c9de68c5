package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No input leaves a client without an answer. */
@Slow
class EveryRequestIsAnsweredTest {
    /** An answer that has not come by then never comes. */
    private static final int PATIENCE_MS = 10_000;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private static RawAnswer ask(RepriseServer server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return RawAnswer.read(socket.getInputStream());
        }
    }

    private static String head(String line, String... headers) {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + String.join(
                        "", Stream.of(headers).map(header -> header + "\r\n").toList());
    }

    private static String get(String target, String... headers) {
        return head("GET " + target, headers) + "\r\n";
    }

    private static String post(String target, String body, String... headers) {
        return head("POST " + target, headers) + "Content-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length
                + "\r\n\r\n" + body;
    }

    static Stream<String> oddRequests() {
        String chat = "/v1/chat/completions";
        return Stream.of(
                get("/__reprise/recordings?limit=abc"),
                get("/__reprise/recordings?limit=-1"),
                get("/__reprise/recordings?limit=99999999999"),
                get("/__reprise/recordings?test=%zz"),
                get("/__reprise/recordings?%zz=1"),
                get("/__reprise/recordings?colour=red"),
                get("/__reprise"),
                get("/__reprise/"),
                get("/__reprise/nonsense"),
                post("/__reprise/health", ""),
                post("/__reprise/tests/start-over?test=" + "t".repeat(2_100), ""),
                post("/__reprise/tests/start-over?test=a&test=b", ""),
                post("/__reprise/faults", "{\"rulez\":[]}"),
                post("/__reprise/faults", "{"),
                post("/__reprise/faults", "\u00ff\u00fe"),
                post("/__reprise/pace", "[".repeat(20_000)),
                head("PATCH /__reprise/faults") + "\r\n",
                get("/t/x"),
                get("/t/%zz/v1/models"),
                get("/u/nobody/v1/models"),
                get("/t/" + "t".repeat(2_100) + "/v1/models"),
                get("/%00/%ff/%zz/../../etc/passwd?&&&=&==&%"),
                get("//v1///models"),
                get("/v1/caf\u00e9"),
                get("http://127.0.0.1/v1/models"),
                get("http://example.com/v1/models"),
                get("v1/models"),
                head("OPTIONS *") + "\r\n",
                head("FOO /v1/models") + "\r\n",
                head("trace /v1/models") + "\r\n",
                head("CONNECT example.com:443") + "\r\n",
                "GET /v1/models HTTP/1.0\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\n\r\n",
                "GET /v1/models HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
                "nonsense\r\n\r\n",
                get("/v1/models", "X-Reprise-Mode: nonsense"),
                get("/v1/models", "X-Reprise-Pace: nonsense"),
                get("/v1/models", "X-Reprise-Fault: nonsense"),
                get("/v1/models", "X-Reprise-Test: " + "t".repeat(2_100)),
                get("/v1/models", "X-Reprise-Test: \u00ff\u00fe"),
                get("/v1/models", "X-LlamaStack-Provider-Data: " + "[".repeat(20_000)),
                get("/v1/models", "a: " + "x".repeat(100_000)),
                get("/" + "x".repeat(100_000)),
                get("/v1/models", "Content-Length: nonsense"),
                get("/v1/models", "Content-Length: 99999999999"),
                get("/v1/models", "Content-Length: -1"),
                get("/v1/models", "no colon"),
                post(chat, ""),
                post(chat, "{"),
                post(chat, "[".repeat(20_000)),
                post(chat, "{\"a\":".repeat(20_000)),
                post(chat, "{\"model\":1e999999999,\"messages\":7}"),
                post(chat, "{\"model\":\"\\ud800\",\"messages\":[{\"content\":\"\\udfff\"}]}"),
                post(chat, "{\"model\":\"a\",\"model\":\"b\"}"),
                post(chat, "\u00ff\u00fe\u0000"),
                post(chat, "x", "Content-Type: multipart/form-data"),
                post(chat, "x", "Content-Type: multipart/form-data; boundary="),
                post(chat, "--b\r\n\r\n", "Content-Type: multipart/form-data; boundary=b"),
                post(chat, "not gzip", "Content-Encoding: gzip"),
                post(chat, "{}", "Expect: 100-continue"),
                post(chat, "{}", "X-Reprise-Pace: recorded", "X-Reprise-Mode: replay"));
    }

    @ParameterizedTest
    @MethodSource("oddRequests")
    void anOddRequestInReplay(String request) throws IOException {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        assertThat(ask(server, request).head()).startsWith("HTTP/");
    }

    @ParameterizedTest
    @MethodSource("oddRequests")
    void anOddRequestWhileRecording(String request) throws IOException {
        FakeUpstream upstream = fixture.upstream((call, asked, out) ->
                out.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        assertThat(ask(server, request).head()).startsWith("HTTP/");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, recordings?limit=abc, 400, limit",
        "GET, recordings?test=%zz, 400, percent-encoded",
        "GET, recordings?colour=red, 400, colour",
        "POST, tests/start-over?test=a, 404, there is no test",
        "GET, tests/start-over, 405, POST",
        "POST, health, 405, GET",
        "GET, nonsense, 404, health",
    })
    void aWrongRequestToTheControlApiIsToldWhatIsWrong(String method, String path, int status, String contained)
            throws IOException {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer = ask(server, head(method + " /__reprise/" + path) + "\r\n");

        assertThat(answer.head()).startsWith("HTTP/1.1 " + status);
        assertThat(answer.body()).contains(contained);
    }

    @Test
    void aTestIdThatIsTooLongIsRefusedByTheControlApi() throws IOException {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer = ask(server, post("/__reprise/tests/start-over?test=" + "t".repeat(2_100), ""));

        assertThat(answer.head()).startsWith("HTTP/1.1 400");
        assertThat(answer.body()).contains("at most 2000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 199 Odd\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
            })
    void anInterimAnswerOfTheUpstreamIsNotTakenForTheAnswer(String answers) throws IOException {
        FakeUpstream upstream =
                fixture.upstream((call, asked, out) -> out.write(answers.getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        RawAnswer answer = ask(server, post("/v1/x", "{}"));

        assertThat(answer.head()).startsWith("HTTP/1.1 200");
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(fixture.store().recordings())
                .allMatch(recording -> recording.exchange().response().status() == 200);
    }

    static Stream<String> oddAnswers() {
        return Stream.of(
                "",
                "nonsense",
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 199 Odd\r\n\r\n",
                "HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 600 Odd\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 99 Odd\r\n\r\n",
                "HTTP/1.1 204 No Content\r\ncontent-length: 3\r\n\r\nabc",
                "HTTP/1.1 304 Not Modified\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\ncontent-length: abc\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
                "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n",
                "HTTP/1.1 200 OK\r\nx note: a\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nx: a\r\n b\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nx: \u0001\u0000\u00ff\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-encoding: zstd, gzip\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\ndata: {",
                "HTTP/1.1 200 OK\r\ncontent-type: ;;;\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\ndata: "
                        + "[".repeat(20_000) + "\n\n");
    }

    @ParameterizedTest
    @MethodSource("oddAnswers")
    void aClientOfAnUpstreamWithAnOddAnswer(String odd) throws IOException {
        FakeUpstream upstream =
                fixture.upstream((call, asked, out) -> out.write(odd.getBytes(StandardCharsets.ISO_8859_1)));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        String question = post("/v1/chat/completions", ServerFixture.QUESTION);

        assertThat(ask(server, question).head()).startsWith("HTTP/1.");
        assertThat(ask(server, question).head()).startsWith("HTTP/1.");
    }

    static Stream<Response> oddRecordings() {
        Headers json = Headers.of("content-type", "application/json");
        Headers stream = Headers.of("content-type", "text/event-stream");
        Response plain = ServerFixture.stream(1, "{}", "[DONE]");
        return Stream.of(
                new Response(102, json, plain.format(), plain.chunks(), Ending.COMPLETE),
                new Response(100, json, plain.format(), List.of(), Ending.COMPLETE),
                new Response(204, json, plain.format(), plain.chunks(), Ending.COMPLETE),
                new Response(304, json, plain.format(), plain.chunks(), Ending.CUT),
                new Response(599, stream, plain.format(), List.of(), Ending.COMPLETE),
                new Response(200, stream, plain.format(), List.of(), Ending.CUT),
                new Response(200, Headers.of("x note", "a\nb"), plain.format(), plain.chunks(), Ending.COMPLETE),
                new Response(200, Headers.of("x", "a\r\nb: c"), plain.format(), plain.chunks(), Ending.COMPLETE),
                new Response(200, Headers.of("x", "\u20ac\u0000"), plain.format(), plain.chunks(), Ending.COMPLETE),
                new Response(200, Headers.of("", ""), plain.format(), plain.chunks(), Ending.COMPLETE),
                new Response(
                        200,
                        Headers.of("content-length", "1000000", "transfer-encoding", "gzip", "connection", "close"),
                        plain.format(),
                        plain.chunks(),
                        Ending.COMPLETE),
                new Response(
                        200,
                        stream,
                        plain.format(),
                        List.of(new Chunk(0, Bytes.EMPTY), Chunk.of(1, "data: [DONE]\n\n"), new Chunk(2, Bytes.EMPTY)),
                        Ending.COMPLETE));
    }

    @ParameterizedTest
    @MethodSource("oddRecordings")
    void anOddRecording(Response odd) throws IOException {
        fixture.keep(ServerFixture.QUESTION, 1, odd);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        for (String more :
                List.of("A: b", "X-Reprise-Pace: flushed", "X-Reprise-Pace: x1000", "X-Reprise-Fault: recut=1")) {
            String request =
                    post("/v1/chat/completions", ServerFixture.QUESTION, "Content-Type: application/json", more);
            assertThat(ask(server, request)).isNotNull();
        }
    }

    @Test
    void aRecordingThatCannotBeSentIsAnsweredWithItsReason() throws IOException {
        fixture.keep(
                ServerFixture.QUESTION,
                1,
                new Response(
                        200,
                        Headers.of("x note", "a\nb"),
                        ServerFixture.stream(1).format(),
                        List.of(),
                        Ending.COMPLETE));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer =
                ask(server, post("/v1/chat/completions", ServerFixture.QUESTION, "Content-Type: application/json"));
        server.close();

        assertThat(answer.head()).startsWith("HTTP/1.1 500").contains("x-should-retry: false");
        assertThat(answer.body()).contains("\"message\":\"unexpected error");
        assertThat(server.report().count(io.reprise.server.outcome.Outcome.Verb.FAILED))
                .isEqualTo(1);
        assertThat(fixture.log().lines().filter(line -> line.contains("\tat io.reprise.server.")))
                .isNotEmpty();
        assertThat(fixture.log().split("unexpected error during", -1)).hasSize(2);
    }

    @Test
    void aRuleThatCannotBeAppliedToABody() throws IOException {
        KeyRules rules = KeyRules.of(List.of(KeyRule.parse("replace /(?:a|b)*c/ with \"\"")));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, fixture.store(), rules);

        for (int size : new int[] {80_000, 400_000}) {
            RawAnswer answer = ask(server, post("/v1/chat/completions", "{\"a\":\"" + "ab".repeat(size / 2) + "\"}"));

            assertThat(answer.head()).startsWith("HTTP/1.");
        }
    }

    @Test
    void anUpstreamThatDoesNotAcceptAWebSocketIsSaidAndNotRecorded() throws Exception {
        RepriseServer server = fixture.serve(
                Mode.RECORD,
                ReplaySettings.DEFAULT,
                FakeUpstream.answering("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n"));

        RawAnswer answer = ask(
                server,
                get(
                        "/v1/realtime?model=m",
                        "Connection: keep-alive, Upgrade",
                        "Upgrade: WebSocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));

        assertThat(answer.head()).startsWith("HTTP/1.1 502");
        assertThat(answer.body()).contains("does not speak WebSocket");
        assertThat(fixture.store().recordings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET http://example.com/v1/models HTTP/1.1 | | 403 | does not name this server",
                "GET v1/models HTTP/1.1 | | 400 | must begin with '/'",
                "GET <A>v1/models HTTP/1.1 | | 400 | must begin with '/'",
                "GET /v1/models HTTP/1.1 | Content-Length: -1 | 400 | Content-Length is not a number",
                "POST /v1/x HTTP/1.1 | Content-Length: 4, 4 | 400 | more than one Content-Length",
                "POST /v1/x HTTP/1.1 | Content-Length: 4, 5 | 400 | more than one Content-Length",
                "POST /v1/x HTTP/1.1 | Transfer-Encoding: gzip, x | 400 | Transfer-Encoding is not 'chunked'",
                "POST /v1/x HTTP/1.1 | Bad name: 1 | 400 | a header of this request is not one",
            })
    void whatHttpForbidsOrAnotherServerIsMeantForIsRefusedWithItsReason(
            String line, String field, String status, String reason) throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {});
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        RawAnswer answer =
                ask(server, line + "\r\nHost: localhost\r\n" + (field == null ? "" : field + "\r\n") + "\r\n");

        assertThat(answer.head()).contains(" " + status + " ");
        assertThat(answer.body()).contains(reason);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void aPlaceholderOfARecordingInThePlaceOfABaseUrlIsNoPartOfThePath() throws Exception {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer = ask(server, "GET <API_BASE>/__reprise/health HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(answer.head()).contains(" 200 ");
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 4, Content-Length: 5, more than one Content-Length",
        "Content-Length: 4, Transfer-Encoding: chunked, both Content-Length and Transfer-Encoding",
    })
    void fieldsThatContradictEachOtherAreNamed(String one, String other, String reason) throws Exception {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer =
                ask(server, "POST /v1/x HTTP/1.1\r\nHost: localhost\r\n" + one + "\r\n" + other + "\r\n\r\n");

        assertThat(answer.head()).contains(" 400 ");
        assertThat(answer.body()).contains(reason);
    }

    /** The second one has no line end. */
    @ParameterizedTest
    @ValueSource(ints = {10, 11})
    void bytesOfTlsAreAnsweredAndNamedInTheLog(int byteOfCiphers) throws Exception {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        byte[] hello = new byte[160];
        Arrays.fill(hello, (byte) byteOfCiphers);
        System.arraycopy(new byte[] {0x16, 3, 1, 0, (byte) 155, 1}, 0, hello, 0, 6);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(hello);

            assertThat(RawAnswer.read(socket.getInputStream()).head()).contains(" 400 ");
        }
        await().untilAsserted(() -> assertThat(fixture.log()).contains("bytes of TLS look like this"));
        assertThat(ask(server, get("/__reprise/health")).head()).startsWith("HTTP/1.1 200");
    }
}
