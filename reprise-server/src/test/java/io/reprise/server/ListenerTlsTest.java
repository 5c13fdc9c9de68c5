package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that speaks TLS and clear text on one port. */
class ListenerTlsTest {
    @TempDir
    static Path directory = Path.of("");

    private static LocalTls local;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @BeforeAll
    static void makeCertificate() throws Exception {
        local = LocalTls.in(directory);
    }

    @BeforeEach
    void speakTls() {
        fixture.tls(local.identity());
    }

    private RepriseServer serve() {
        fixture.keepStream("{\"a\":1}", "{\"b\":2}", "[DONE]");
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    private static HttpRequest chat(RepriseServer server, String origin, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(origin + ":" + server.port() + "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(ServerFixture.QUESTION))
                .header("content-type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    private static HttpResponse<String> ask(HttpClient.Version version, HttpRequest request) throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(local.trusting())
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_2, https://127.0.0.1", "HTTP_1_1, https://127.0.0.1",
        "HTTP_2, https://localhost", "HTTP_1_1, https://localhost",
        "HTTP_2, http://127.0.0.1", "HTTP_1_1, http://127.0.0.1",
    })
    void speaksWhatTheClientSpeaks(HttpClient.Version version, String origin) throws Exception {
        HttpResponse<String> answer = ask(version, chat(serve(), origin));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.body()).isEqualTo("data: {\"a\":1}\n\ndata: {\"b\":2}\n\ndata: [DONE]\n\n");
        assertThat(answer.sslSession().isPresent()).isEqualTo(origin.startsWith("https"));
    }

    @ParameterizedTest
    @EnumSource
    void streamsAtAPace(HttpClient.Version version) throws Exception {
        HttpResponse<String> answer = ask(version, chat(serve(), "https://127.0.0.1", "x-reprise-pace", "recorded"));

        assertThat(answer.body()).isEqualTo("data: {\"a\":1}\n\ndata: {\"b\":2}\n\ndata: [DONE]\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut=1", "reset=1"})
    void breaksOffOnPurpose(String fault) {
        RepriseServer server = serve();

        for (HttpClient.Version version : HttpClient.Version.values()) {
            assertThatThrownBy(() -> ask(version, chat(server, "https://127.0.0.1", "x-reprise-fault", fault)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void saysThatAClientDoesNotTrustTheCertificate() throws Exception {
        RepriseServer server = serve();

        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(chat(server, "https://127.0.0.1"), HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(SSLException.class);

        await().untilAsserted(() -> assertThat(fixture.log())
                .containsPattern("refused a connection: TLS failed: .*does not trust the certificate"));
        assertThat(ask(HttpClient.Version.HTTP_2, chat(server, "https://127.0.0.1"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0016", "\u0016\u0003\u0001\u0000\u0005abcde", "\u0016HTTP/1.1 is not TLS\r\n\r\n"})
    void outlivesWhatOnlyBeginsLikeTls(String bytes) throws Exception {
        RepriseServer server = serve();

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // an alert, perhaps
            }
        }

        assertThat(ask(HttpClient.Version.HTTP_1_1, chat(server, "https://127.0.0.1"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(fixture.log()).doesNotContain("unexpected error");
    }

    @Test
    void recordsOverTls() throws Exception {
        FakeUpstream upstream = FakeUpstream.answering(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {\"c\":3}\n\ndata: [DONE]\n\n");
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        HttpResponse<String> answer = ask(HttpClient.Version.HTTP_2, chat(server, "https://127.0.0.1"));

        assertThat(answer.body()).isEqualTo("data: {\"c\":3}\n\ndata: [DONE]\n\n");
        assertThat(fixture.store().recordings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_2, https://127.0.0.1",
        "HTTP_1_1, https://127.0.0.1",
        "HTTP_1_1, http://127.0.0.1",
        "HTTP_2, http://127.0.0.1"
    })
    void linksLeadBackInTheWayInWhichTheClientCame(HttpClient.Version version, String origin) throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            String host = request.replaceAll("(?is).*host: (\\S+).*", "$1");
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nLocation: http://" + host + "/v1/files/f1\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        });
        RepriseServer server = fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, upstream);

        HttpResponse<String> answer = ask(version, chat(server, origin));

        assertThat(answer.headers().firstValue("location")).hasValue(origin + ":" + server.port() + "/v1/files/f1");
    }

    @Test
    void conversationsAreRecordedAndReplayed() throws Exception {
        RepriseServer recording =
                fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, fixture.with(FakeRealtime.repeating()));
        for (RepriseServer server : List.of(recording, fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT))) {
            CompletableFuture<String> closed = new CompletableFuture<>();
            WebSocket socket = HttpClient.newBuilder()
                    .sslContext(local.trusting())
                    .build()
                    .newWebSocketBuilder()
                    .subprotocols("realtime")
                    .buildAsync(
                            URI.create("wss://localhost:" + server.port() + "/v1/realtime?model=gpt-realtime"),
                            new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onClose(WebSocket closing, int code, String reason) {
                                    closed.complete(code + " " + reason);
                                    return CompletableFuture.completedFuture(null);
                                }
                            })
                    .get(10, TimeUnit.SECONDS);

            socket.sendText("bye", true).get(10, TimeUnit.SECONDS);

            assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo("1000 bye");
        }
    }
}
