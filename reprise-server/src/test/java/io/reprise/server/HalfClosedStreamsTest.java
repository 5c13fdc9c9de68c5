package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.replay.pace.Pace;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.replay.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that answer a GET, which may have an end or none, and clients that close their side (TCP FIN) while they get one. */
@Timeout(60)
@Slow
class HalfClosedStreamsTest {
    private static final String PATH = "/v1/messages/batches/B/results";
    private static final String POST = "POST " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}";
    private static final int LINES = 10;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final CountDownLatch isHalfClosed = new CountDownLatch(1);
    private final CountDownLatch isOver = new CountDownLatch(1);

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private static String get(String fields) {
        return "GET " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + fields + "\r\n";
    }

    private static String line(int number) {
        return line("text/event-stream", number);
    }

    private static String line(String type, int number) {
        String json = "{\"line\":" + number + "}\n";
        return type.equals("text/event-stream") ? "data: " + json + "\n" : json;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void begin(OutputStream out, String type) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    /** Goes on for two seconds after the client has closed its side, with a line each 200 ms. */
    private FakeUpstream finite(String type) throws IOException {
        return fixture.upstream((call, request, out) -> {
            begin(out, type);
            for (int i = 0; i < LINES; i++) {
                write(out, chunk(line(type, i)));
                isHalfClosed.await();
                Thread.sleep(200);
            }
            write(out, "0\r\n\r\n");
        });
    }

    /** Sends a line, and then nothing more. */
    private FakeUpstream silent(String type) throws IOException {
        return fixture.upstream((call, request, out) -> {
            begin(out, type);
            write(out, chunk(line(type, 0)));
            isOver.await();
        });
    }

    private static String all(String type) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            all.append(line(type, i));
        }
        return all.toString();
    }

    /** What a client gets that closes its side after the first bytes. */
    private String rest(RepriseServer server, String request) throws IOException {
        try (RawExchange connection = new RawExchange(server)) {
            connection.send(request);
            assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
            String first = connection.body(1);
            connection.halfClose();
            isHalfClosed.countDown();
            return (first + connection.body(Integer.MAX_VALUE)).replaceAll("(?m)^[0-9a-f]+\r\n|\r\n", "");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RECORD, application/x-jsonl, ''",
        "LIVE, application/x-jsonl, ''",
        "RECORD, text/event-stream, ''",
        "RECORD, text/event-stream, text/event-stream"
    })
    void areSentToTheirEnd(Mode mode, String type, String accepted) throws IOException {
        FakeUpstream upstream = finite(type);
        RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);

        String sent = rest(server, get(accepted.isEmpty() ? "" : "Accept: " + accepted + "\r\n"));

        assertThat(sent).isEqualTo(all(type));
        soon().untilAsserted(() -> assertThat(fixture.log()).contains("GET " + PATH));
        List<Ending> endings = fixture.store().recordings().stream()
                .map(each -> each.exchange().response().ending())
                .toList();
        assertThat(endings).isEqualTo(mode == Mode.LIVE ? List.of() : List.of(Ending.COMPLETE));
    }

    @Test
    void areReplayedToTheirEnd() throws IOException {
        Response stream = ServerFixture.stream(
                1_000,
                Stream.of("0", "1").map(each -> "{\"line\":" + each + "}").toArray(String[]::new));
        keep(stream);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT.at(Pace.parse("recorded")));

        String sent = rest(server, get("Accept: text/event-stream\r\n"));

        assertThat(sent).isEqualTo(line(0) + line(1));
    }

    private void keep(Response response) {
        Request request = new Request("GET", PATH, "", Headers.NONE, Bytes.EMPTY);
        fixture.store().append(KeyRules.NONE.question(request, TestId.NONE), "", new Exchange(request, response));
    }

    /** The client may have been there, so that nobody knows what would have come. */
    @ParameterizedTest
    @CsvSource({"text/event-stream, text/event-stream", "application/x-ndjson, '*/*'"})
    void thatAreSilentAreCutAndNotKept(String type, String accepted) throws IOException {
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, silent(type));

        try (RawExchange connection = new RawExchange(server)) {
            connection.send(get("Accept: " + accepted + "\r\n"));
            assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
            connection.halfClose();
            soon().untilAsserted(() -> assertThat(server.openConnections()).isZero());
            assertThat(connection.body(Integer.MAX_VALUE)).endsWith(line(type, 0) + "\r\n00");
        }

        soon().untilAsserted(() -> assertThat(fixture.log()).contains("the client had closed its side"));
        assertThat(fixture.store().recordings()).isEmpty();
        isOver.countDown();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"RECORD", "RECORD_IF_MISSING"})
    void thatAreSilentAreKeptAsOpenWhereTheClientHasLeft(Mode mode) throws IOException {
        RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, silent("text/event-stream"));

        try (RawExchange connection = new RawExchange(server)) {
            connection.send(get("Accept: text/event-stream\r\n"));
            assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
            assertThat(connection.body(line(0).length() + 6)).endsWith(line(0) + "\r\n");
        }

        soon().untilAsserted(() -> assertThat(fixture.store().recordings())
                .singleElement()
                .satisfies(
                        kept -> assertThat(kept.exchange().response().ending()).isEqualTo(Ending.OPEN)));
        assertThat(server.openConnections()).isZero();
        isOver.countDown();
    }

    /** It is found out by what is sent between chunks, and not only a minute later. */
    @Test
    void ofQuestionsThatAreSilentAreLetGoWhereTheClientHasLeft() throws IOException {
        RepriseServer server = fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, silent("text/event-stream"));

        try (RawExchange connection = new RawExchange(server)) {
            connection.send(POST);
            assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
            assertThat(connection.body(line(0).length() + 6)).endsWith(line(0) + "\r\n");
        }

        soon().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        isOver.countDown();
    }

    @Test
    void ofQuestionsThatAreSilentForLongGoOnWhereTheClientWaits() throws IOException {
        String type = "text/event-stream";
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            begin(out, type);
            write(out, chunk(line(type, 0)));
            isHalfClosed.await();
            Thread.sleep(7_000); // longer than the wait for streams by GET
            write(out, chunk(line(type, 1)) + "0\r\n\r\n");
        });
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        assertThat(rest(server, POST)).isEqualTo(line(type, 0) + line(type, 1));

        soon().untilAsserted(() -> assertThat(fixture.store().recordings())
                .singleElement()
                .satisfies(
                        kept -> assertThat(kept.exchange().response().ending()).isEqualTo(Ending.COMPLETE)));
    }

    /** A second client that asks the same before the answer has begun gets it, too. */
    @Test
    void thatAreSilentAreLetGoByAllTheirClients() throws Exception {
        CountDownLatch bothAsk = new CountDownLatch(1);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            bothAsk.await();
            begin(out, "application/x-ndjson");
            write(out, chunk(line(0)));
            isOver.await();
        });
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        try (RawExchange first = new RawExchange(server);
                RawExchange second = new RawExchange(server)) {
            first.send(get(""));
            soon().untilAsserted(() -> assertThat(upstream.requests()).hasSize(1));
            second.send(get(""));
            Thread.sleep(500); // so that it has joined, of which nothing tells
            bothAsk.countDown();
            for (RawExchange each : List.of(first, second)) {
                assertThat(each.head()).startsWith("HTTP/1.1 200 ");
                each.halfClose();
            }
            soon().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        }

        assertThat(upstream.requests()).hasSize(1);
        soon().untilAsserted(() -> assertThat(server.report().outcomes()).containsEntry(Verb.CLIENT_LEFT, 1L));
        isOver.countDown();
    }

    /** What is still to be sent is sent before the connection is closed. */
    @Test
    void thatStayOpenAreSentToTheLastByteToAClientThatReadsSlowly() throws Exception {
        String data = "What comes to the last byte? ".repeat(300_000);
        Response open = ServerFixture.stream(1, "\"" + data + "\"").withEnding(Ending.OPEN);
        keep(open);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            write(client.getOutputStream(), get("Accept: text/event-stream\r\n"));
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            while (!fixture.log().contains("replayed GET " + PATH)) { // until the last of it waits at the server
                got.writeBytes(client.getInputStream().readNBytes(64 << 10));
                Thread.sleep(20);
            }
            client.shutdownOutput();
            Thread.sleep(1_200); // so that Reprise looks, and lets it go
            got.writeBytes(client.getInputStream().readAllBytes());
            String all = got.toString(StandardCharsets.US_ASCII);
            String body = all.substring(all.indexOf("\r\n\r\n") + 4).replaceAll("(?m)^[0-9a-f]+\r\n|\r\n", "");
            assertThat(body.length()).isEqualTo(open.body().size());
        }
    }
}
