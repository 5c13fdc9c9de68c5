package io.reprise.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import io.reprise.core.exchange.TestId;
import io.reprise.core.plan.Mode;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.report.Detail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that starts servers in its own process. */
class RepriseTest {
    private static final String QUESTION =
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ANSWER = """
            data: {"id":"1","choices":[{"index":0,"delta":{"content":"h\\u0069"}}],  "x": 1.0}

            data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @TempDir
    Path directory = Path.of("");

    @Test
    void recordsOnceAndReplaysTheSameBytesWithoutTheApi() throws Exception {
        String recorded;
        try (Api api = new Api()) {
            Reprise recording =
                    builder().upstream(api.url()).mode(Mode.RECORD_IF_MISSING).start();
            try (recording) {
                recorded = ask(recording);
                ask(recording);
            }
            assertThat(api.calls()).isEqualTo(1);
            assertThat(recording.report().count(Verb.RECORDED)).isEqualTo(1);
            assertThat(recording.report().count(Verb.REPLAYED)).isEqualTo(1);
        }

        Reprise replaying = builder().mode(Mode.REPLAY).start();
        try (replaying) {
            assertThat(ask(replaying)).isEqualTo(recorded).isEqualTo(ANSWER);
        }
        assertThat(replaying.report().count(Verb.REPLAYED)).isEqualTo(1);
        assertThat(replaying.report().misses()).isEmpty();
    }

    @Test
    void speaksTlsOnlyWhereTheProgramSaysSo() throws Exception {
        Map<String, String> environment = Map.of("REPRISE_TLS", "self-signed", "REPRISE_TLS_CERT", "missing.pem");

        try (Reprise plain = builder().environment(environment).start()) {
            assertThat(plain.url()).startsWith("http://");
            assertThat(plain.certificate()).isEmpty();
        }
        try (Reprise secure = builder()
                .selfSignedTls()
                .set(Setting.TLS_DIRECTORY, directory.resolve("keys").toString())
                .start()) {
            assertThat(secure.url()).startsWith("https://127.0.0.1:");
            assertThat(secure.certificate().orElseThrow().path()).isEqualTo(directory.resolve("keys/localhost.pem"));
        }
    }

    @Test
    void recordsFirstAndReplaysThen() throws Exception {
        String first;
        try (Api api = new Api()) {
            first = askOnce(directory.resolve("recordings"), api.url(), QUESTION);
        }

        assertThat(askOnce(directory.resolve("recordings"), "http://127.0.0.1:1/v1", QUESTION))
                .isEqualTo(first)
                .isEqualTo(ANSWER);
    }

    private String askOnce(Path directory, String api, String question) throws IOException, InterruptedException {
        // docs/java.md
        try (Reprise reprise = Reprise.builder()
                .recordings(directory)
                .upstream(api)
                .mode(Mode.RECORD_IF_MISSING)
                .start()) {
            return ask(reprise.url() + "/v1/chat/completions", question);
        }
        // end of docs/java.md
    }

    @Test
    void requestsOfATestHaveAUrlOfTheirOwn() throws Exception {
        try (Api api = new Api();
                Reprise reprise = builder().upstream(api.url()).start()) {
            TestId test = new TestId("tests/a.py::test_b[ü]");

            ask(reprise.url(test) + "/v1/chat/completions", QUESTION);

            assertThat(reprise.url(test)).isEqualTo(reprise.url() + "/t/tests%2Fa.py%3A%3Atest_b%5B%C3%BC%5D");
            assertThat(reprise.url(TestId.NONE)).isEqualTo(reprise.url());
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("test=tests/a.py::test_b[ü]");
    }

    @Test
    void aMissNamesTheCommandThatRecordsIt() throws Exception {
        try (Reprise reprise = builder().recordCommand("mvn test -Drecord").start()) {
            assertThat(ask(reprise)).contains("mvn test -Drecord");
        }
    }

    @Test
    void takesTheRulesOfTheFileAndListensWhereTheProgramSays() throws Exception {
        Files.writeString(directory.resolve("reprise.yaml"), "port: 1\nhost: 192.0.2.1\nrules: [leave out $.user]\n");
        String asked = QUESTION.replace("{\"model\"", "{\"user\":\"u1\",\"n\":1,\"model\"");
        try (Api api = new Api();
                Reprise reprise =
                        builder().upstream(api.url()).keyRule("leave out $.n").start()) {
            ask(reprise.url() + "/v1/chat/completions", asked);
            ask(reprise);

            assertThat(api.calls()).isEqualTo(1);
            assertThat(reprise.url()).matches("http://127\\.0\\.0\\.1:[0-9]+");
            assertThat(reprise.token()).isEmpty();
        }
    }

    @Test
    void whatTheProgramSaysCountsBeforeTheEnvironment() {
        try (Reprise reprise = builder()
                .environment(Map.of("REPRISE_MODE", "live", "REPRISE_TOKEN", "t", "REPRISE_PORT", "1"))
                .mode(Mode.REPLAY)
                .start()) {
            assertThat(reprise.port()).isGreaterThan(1);
            assertThat(reprise.token()).isEmpty();
        }
    }

    @Test
    void mayBeClosedTwice() {
        Reprise reprise = builder().start();

        reprise.close();
        reprise.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void aPortThatIsNoneIsNamedAtOnce(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().port(port))
                .withMessage(
                        "port: '" + port + "' is not a port; write a number from 1 to 65535, or 0 for a free port");
    }

    @Test
    void wrongUseIsNamedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().upstream("api.example.com"))
                .withMessageContaining("'api.example.com' is not an upstream");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().pace("fast"))
                .withMessageStartingWith("pace: 'fast' is not a pace");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().recordings(""))
                .withMessage("recordings: '' does not name a directory");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().mode(Mode.RECORD).start())
                .withMessageStartingWith("mode record needs an upstream, but none is known");
    }

    private RepriseBuilder builder() {
        return Reprise.builder()
                .workingDirectory(directory)
                .environment(Map.of())
                .log(new PrintStream(log, true, StandardCharsets.UTF_8), Detail.REQUESTS);
    }

    private static String ask(Reprise reprise) throws IOException, InterruptedException {
        return ask(reprise.url() + "/v1/chat/completions", QUESTION);
    }

    private static String ask(String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    /** A model API on a loopback port that answers every request with the same stream. */
    private static final class Api implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final AtomicInteger calls = new AtomicInteger();

        Api() throws IOException {
            server.createContext("/", exchange -> {
                calls.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("content-type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(ANSWER.getBytes(StandardCharsets.UTF_8));
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        }

        int calls() {
            return calls.get();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
