package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Headers;
import io.reprise.core.plan.Mode;
import io.reprise.server.network.TimeLimit;
import io.reprise.server.upstream.ProxyServer;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.UpstreamConnection;
import io.reprise.server.upstream.UpstreamTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An upstream that lets us wait. */
@Timeout(60)
class UpstreamTimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private static UpstreamTimeouts all(Duration time) {
        UpstreamTimeouts usual = UpstreamTimeouts.DEFAULT;
        return new UpstreamTimeouts(
                new TimeLimit(usual.connect().setting(), time),
                new TimeLimit(usual.queue().setting(), Duration.ofSeconds(30)),
                new TimeLimit(usual.firstByte().setting(), time),
                new TimeLimit(usual.idle().setting(), time),
                new TimeLimit(usual.handshake().setting(), time));
    }

    private RepriseServer serve(Mode mode, String url, Optional<ProxyServer> proxy) {
        UpstreamConnection connection =
                new UpstreamConnection(proxy, Optional.empty(), Optional.empty()).within(all(SHORT));
        return fixture.serve(
                mode, List.of(new Upstream("", URI.create(url), List.of(), Headers.NONE).through(connection)));
    }

    /** Answers with this, and then goes on with nothing until the test is over. */
    private FakeUpstream stallingAfter(String text) throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        fixture.closing(over::countDown);
        return fixture.upstream((call, request, out) -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            over.await();
        });
    }

    private LoopbackListener silent() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        LoopbackListener listener = fixture.closing(new LoopbackListener(connection -> over.await()));
        fixture.closing(over::countDown);
        return listener;
    }

    private static RawAnswer post(RepriseServer server, String target, String body) throws IOException {
        return RawAnswer.ofRequest(
                server,
                "POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LIVE              | /v1/chat/completions | {\"error\":{\"message\":",
                "RECORD            | /v1/chat/completions | {\"error\":{\"message\":",
                "RECORD_IF_MISSING | /v1/messages         | {\"type\":\"error\",\"error\":{",
                "RECORD            | /api/chat            | {\"error\":\"",
            })
    void anAnswerThatDoesNotBegin(Mode mode, String target, String shape) throws IOException {
        FakeUpstream upstream = stallingAfter("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-type: app");
        RepriseServer server = serve(mode, upstream.url().toString().replace("/v1", ""), Optional.empty());

        RawAnswer answer = post(server, target, ServerFixture.QUESTION);

        assertThat(answer.head()).startsWith("HTTP/1.1 504 ").contains("x-should-retry: true");
        assertThat(answer.body())
                .startsWith(shape)
                .contains("no answer began within 200ms; 'timeouts.upstream-first-byte' gives it more time");
        assertThat(fixture.store().recordings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"LIVE", "RECORD"})
    void anAnswerThatStopsInTheMiddle(Mode mode) throws IOException {
        FakeUpstream upstream =
                stallingAfter("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: {\"a\":1}\n\n");
        RepriseServer server = serve(mode, upstream.url().toString(), Optional.empty());

        RawAnswer answer = post(server, "/v1/chat/completions", ServerFixture.QUESTION);
        server.close();

        assertThat(answer.ending()).isEqualTo(RawAnswer.Ending.CLOSED);
        assertThat(answer.body()).isEqualTo("data: {\"a\":1}\n\n");
        assertThat(fixture.log())
                .contains("the next byte did not come within 200ms; 'timeouts.upstream-idle' gives it more time");
        assertThat(fixture.store().recordings()).isEmpty();
    }

    @Test
    void oneThatDoesNotReadTheRequest() throws IOException {
        RepriseServer server = serve(Mode.RECORD, "http://127.0.0.1:" + silent().port() + "/v1", Optional.empty());

        RawAnswer answer = post(server, "/v1/chat/completions", "{\"a\":\"" + "x".repeat(20 << 20) + "\"}");

        assertThat(answer.head()).startsWith("HTTP/1.1 504 ");
        assertThat(answer.body()).contains("timeouts.upstream-first-byte");
    }

    @Test
    void oneThatDoesNotSpeakTls() throws IOException {
        RepriseServer server = serve(Mode.RECORD, "https://127.0.0.1:" + silent().port() + "/v1", Optional.empty());

        RawAnswer answer = post(server, "/v1/chat/completions", ServerFixture.QUESTION);

        assertThat(answer.head()).startsWith("HTTP/1.1 504 ").contains("x-should-retry: false");
        assertThat(answer.body())
                .contains("there was no connection to it within 200ms; 'timeouts.upstream-connect' gives it more time");
    }

    @Test
    void aProxyThatSaysNothing() throws IOException {
        Optional<ProxyServer> proxy = Optional.of(ProxyServer.parse("http://127.0.0.1:" + silent().port()));
        RepriseServer server = serve(Mode.RECORD, "https://upstream.example/v1", proxy);

        RawAnswer answer = post(server, "/v1/chat/completions", ServerFixture.QUESTION);

        assertThat(answer.head()).startsWith("HTTP/1.1 504 ");
        assertThat(answer.body()).contains("the proxy").contains("timeouts.upstream-connect");
    }

    /** Linux drops what would be one connection too many for a listener that accepts none. */
    @Test
    void oneThatAcceptsNoConnection() throws IOException {
        ServerSocket full = fixture.closing(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Socket socket = fixture.closing(new Socket());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()), 1_000);
            waiting.add(socket);
        }
        RepriseServer server = serve(Mode.RECORD, "http://127.0.0.1:" + full.getLocalPort() + "/v1", Optional.empty());

        RawAnswer answer = post(server, "/v1/chat/completions", ServerFixture.QUESTION);

        assertThat(waiting).hasSize(2);
        assertThat(answer.head()).startsWith("HTTP/1.1 504 ");
        assertThat(answer.body()).contains("timeouts.upstream-connect");
    }

    @Test
    void aHandshakeThatIsNotAnswered() throws IOException {
        FakeUpstream upstream = stallingAfter("");
        RepriseServer server = serve(Mode.RECORD, upstream.url().toString(), Optional.empty());

        try (RawExchange client = new RawExchange(server)) {
            client.send(RawClient.request("/v1/realtime?model=m"));
            RawAnswer answer = client.answer();

            assertThat(answer.head()).startsWith("HTTP/1.1 504 ");
            assertThat(answer.body()).contains("timeouts.upstream-handshake");
        }
    }

    @Test
    void aListOfModels() throws IOException {
        FakeUpstream first = stallingAfter("");
        FakeUpstream second = stallingAfter("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
        UpstreamConnection connection = UpstreamConnection.DIRECT.within(all(SHORT));
        RepriseServer server = fixture.serve(
                Mode.RECORD,
                List.of(
                        new Upstream("a", first.url(), List.of(), Headers.NONE).through(connection),
                        new Upstream("b", second.url(), List.of(), Headers.NONE).through(connection)));

        RawAnswer answer = RawAnswer.ofRequest(server, "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

        assertThat(answer.head()).startsWith("HTTP/1.1 504 ");
        assertThat(answer.body()).contains("timeouts.upstream-first-byte").contains("timeouts.upstream-idle");
    }
}
