package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Ending;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Recording;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that go on for as long as somebody listens, and clients that leave. */
@Timeout(60)
@Slow
class EndlessStreamsTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final String EVENT =
            "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"hi\"}}\n\n";

    @RegisterExtension
    final ServerFixture servers = new ServerFixture();

    private final AtomicInteger open = new AtomicInteger();
    private final List<Socket> clients = new CopyOnWriteArrayList<>();

    /** Sends what is given, and then comments until nobody reads them. */
    private FakeUpstream endless(String... pieces) throws IOException {
        return servers.upstream((call, request, out) -> {
            open.incrementAndGet();
            try {
                for (String piece : pieces) {
                    write(out, piece.startsWith("HTTP") ? piece : chunk(piece));
                }
                while (true) {
                    Thread.sleep(20);
                    write(out, pieces.length == 0 ? "" : chunk(": ping\n\n"));
                }
            } finally {
                open.decrementAndGet();
            }
        });
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private Socket listen(RepriseServer server, String path) throws IOException {
        return request(server, "GET " + path + " HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n");
    }

    private Socket request(RepriseServer server, String text) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port());
        client.setSoTimeout(20_000);
        clients.add(client);
        write(client.getOutputStream(), text);
        return client;
    }

    private static String readUntil(Socket client, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = client.getInputStream();
        while (read.indexOf(text) < 0) {
            int next = in.read();
            assertThat(next).as("after " + read).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }

    private void awaitLeft(FakeUpstream upstream) {
        await().untilAsserted(() -> assertThat(upstream.requests()).isNotEmpty());
        await().untilAsserted(() -> assertThat(open).hasValue(0));
    }

    @Test
    void theUpstreamIsLetGoWhenTheClientLeavesAndWhatCameIsKept() throws Exception {
        FakeUpstream upstream = endless(HEAD, EVENT);
        RepriseServer server = servers.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        Socket client = listen(server, "/mcp");
        readUntil(client, "\"hi\"");
        client.close();

        awaitLeft(upstream);
        await().untilAsserted(() -> assertThat(servers.log()).contains("recorded GET /mcp"));
        Recording kept = servers.store().recordings().get(0);
        assertThat(kept.exchange().response().ending()).isEqualTo(Ending.OPEN);
        assertThat(kept.exchange().response().body().latin1()).startsWith(EVENT);
        server.close();

        RepriseServer replaying = servers.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        assertThat(readUntil(listen(replaying, "/mcp"), "\"hi\"")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"instant", "x1000", "recorded"})
    void aReplayStaysOpenUntilTheServerStops(String pace) throws Exception {
        FakeUpstream upstream = endless(HEAD, EVENT);
        RepriseServer server = servers.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        Socket first = listen(server, "/mcp");
        readUntil(first, "\"hi\"");
        first.close();
        await().untilAsserted(() -> assertThat(servers.log()).contains("recorded GET /mcp"));
        server.close();

        servers.drain(Duration.ofMinutes(5));
        RepriseServer replaying = servers.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        Socket client = request(
                replaying,
                "GET /mcp HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\nx-reprise-pace: " + pace
                        + "\r\n\r\n");
        readUntil(client, "\"hi\"");
        await().untilAsserted(() -> assertThat(servers.log()).contains("replayed GET /mcp"));
        client.setSoTimeout(200);
        assertThatThrownBy(() -> readUntil(client, "\r\n0\r\n")).isInstanceOf(java.net.SocketTimeoutException.class);
        client.setSoTimeout(20_000);

        replaying.close();

        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .doesNotContain("0\r\n\r\n");
    }

    @Test
    void eachClientHasAnUpstreamOfItsOwn() throws Exception {
        FakeUpstream upstream = endless(HEAD, EVENT);
        RepriseServer server = servers.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        Socket one = listen(server, "/mcp");
        Socket other = listen(server, "/mcp");
        readUntil(one, "\"hi\"");
        readUntil(other, "\"hi\"");
        assertThat(open).hasValue(2);

        one.close();
        await().untilAsserted(() -> assertThat(open).hasValue(1));
        Socket back = listen(server, "/mcp");
        readUntil(back, "\"hi\"");

        assertThat(open).hasValue(2);
        assertThat(upstream.requests()).hasSize(3);
        other.close();
        back.close();
        awaitLeft(upstream);
    }

    @Test
    void anUpstreamThatHasNotSaidAnythingIsLetGo() throws Exception {
        CopyOnWriteArrayList<String> gone = new CopyOnWriteArrayList<>();
        FakeUpstream silent = servers.upstream((call, request, out) -> {
            try {
                while (true) {
                    Thread.sleep(20);
                    write(out, "HTTP/1.1 103 Early Hints\r\n\r\n"); // fails once the other end is closed
                }
            } catch (IOException closed) {
                gone.add("gone");
                throw closed;
            }
        });
        RepriseServer server = servers.serve(Mode.RECORD, ReplaySettings.DEFAULT, silent);
        Socket client = listen(server, "/mcp");
        await().untilAsserted(() -> assertThat(silent.requests()).hasSize(1));

        client.close();

        await().untilAsserted(() -> assertThat(gone).hasSize(1));
        await().untilAsserted(() -> assertThat(servers.log()).contains("the client went away"));
        assertThat(servers.store().recordings()).isEmpty();
    }

    @Test
    void aStreamWithAnEndOfItsOwnIsLetGoAndNotKept() throws Exception {
        FakeUpstream upstream = endless(HEAD, "data: {\"type\":\"response.created\"}\n\n");
        RepriseServer server = servers.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        Socket client = listen(server, "/v1/responses/resp_1?stream=true");
        readUntil(client, "response.created");
        client.close();

        awaitLeft(upstream);
        await().untilAsserted(
                        () -> assertThat(servers.log()).contains("not kept: the answer broke off before its end"));
        assertThat(servers.store().recordings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"LIVE", "RECORD", "RECORD_IF_MISSING"})
    void aStopDoesNotWaitForWhatNeverEnds(Mode mode) throws Exception {
        servers.drain(Duration.ofMinutes(5));
        FakeUpstream upstream = endless(HEAD, EVENT);
        RepriseServer server = servers.serve(mode, ReplaySettings.DEFAULT, upstream);
        readUntil(listen(server, "/mcp"), "\"hi\"");

        server.close();

        awaitLeft(upstream);
        assertThat(servers.store().recordings()).hasSize(mode == Mode.LIVE ? 0 : 1);
        assertThat(server.failedRecordings()).isZero();
    }

    @Test
    void aStopDoesNotWaitForAnswersThatNobodyWaitsFor() throws Exception {
        servers.drain(Duration.ofMinutes(5));
        FakeUpstream upstream = endless(HEAD, "data: {\"choices\":[]}\n\n");
        RepriseServer server = servers.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        Socket client = request(server, chat());
        readUntil(client, "choices");
        client.close();

        server.close();

        awaitLeft(upstream);
        assertThat(servers.log()).contains("NOT KEPT: the server stopped");
    }

    @Test
    void anAnswerIsReadOnForATimeWhenItsClientHasLeft() throws Exception {
        servers.keeping(readingOn(300));
        FakeUpstream upstream = endless(HEAD, "data: {\"choices\":[]}\n\n");
        RepriseServer server = servers.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        Socket client = request(server, chat());
        readUntil(client, "choices");
        client.close();

        awaitLeft(upstream);
        await().untilAsserted(() -> assertThat(servers.log())
                .contains("NOT KEPT: its clients have left, and it has not ended within 300 ms"));
        assertThat(server.failedRecordings()).isEqualTo(1);
    }

    @Test
    void aClientThatComesBackReceivesAnAnswerThatIsReadOn() throws Exception {
        servers.keeping(readingOn(600));
        FakeUpstream upstream = endless(HEAD, "data: {\"choices\":[]}\n\n");
        RepriseServer server = servers.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        Socket client = request(server, chat());
        readUntil(client, "choices");
        Socket other = request(server, chat());
        readUntil(other, "choices");
        client.close();
        readUntil(other, ": ping");
        await().pollDelay(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(open).hasValue(1));

        assertThat(upstream.requests()).hasSize(1);
        other.close();
        awaitLeft(upstream);
    }

    private static KeepSettings readingOn(long millis) {
        return new KeepSettings(false, false, Duration.ofMillis(millis));
    }

    private static String chat() {
        return "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: "
                + ServerFixture.QUESTION.length() + "\r\n\r\n" + ServerFixture.QUESTION;
    }
}
