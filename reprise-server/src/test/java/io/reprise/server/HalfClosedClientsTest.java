package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.plan.Mode;
import io.reprise.core.replay.pace.Pace;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that close their side (TCP FIN) while they are being sent an answer: nothing tells yet whether they have left. */
@Timeout(60)
class HalfClosedClientsTest {
    private static final String BODY =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"1\"}],\"stream\":true}";

    private static final String TEXT = "What comes to the last byte? ".repeat(300_000);

    /** Recorded answers that do not fit into the buffers of the system. */
    enum Large {
        PLAIN(new Response(
                200,
                Headers.of("content-type", "text/plain"),
                StreamFormat.WHOLE,
                List.of(new Chunk(1, Bytes.utf8(TEXT))),
                Ending.COMPLETE)),
        STREAM(ServerFixture.stream(
                1,
                Stream.generate(() -> "\"" + TEXT.substring(0, 29_000) + "\"")
                        .limit(300)
                        .toArray(String[]::new)));

        private final Response response;

        Large(Response response) {
            this.response = response;
        }
    }

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final CountDownLatch isHalfClosed = new CountDownLatch(1);

    /** Sends the end of its answer when the client has closed its side, and some time after. */
    private FakeUpstream upstream(String head, String first, String second) throws IOException {
        return fixture.upstream((call, request, out) -> {
            out.write(("HTTP/1.1 200 OK\r\n" + head + "\r\n\r\n" + first).getBytes(StandardCharsets.UTF_8));
            isHalfClosed.await();
            Thread.sleep(100); // so that the server has been told
            out.write(second.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static String post(String fields) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n" + fields
                + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    }

    /** Keeps an answer with 200 ms before each event. */
    private void keepStream() {
        fixture.keep(BODY, 1, ServerFixture.stream(200, "{\"a\":1}", "{\"b\":2}", "[DONE]"));
    }

    private void assertAllIsSent(RepriseServer server, String firstOfBody, String all) throws IOException {
        try (RawExchange connection = new RawExchange(server)) {
            connection.send(post(""));
            String head = connection.head();
            assertThat(head).startsWith("HTTP/1.1 200 ");
            StringBuilder body = new StringBuilder(connection.body(1));
            while (!body.toString().contains(firstOfBody)) {
                body.append(connection.body(1));
            }
            connection.halfClose();
            isHalfClosed.countDown();
            body.append(connection.body(Integer.MAX_VALUE));
            assertThat(body.toString().replaceAll("(?m)^[0-9a-f]+\r\n|\r\n", ""))
                    .isEqualTo(all);
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        assertThat(server.report().outcomes().getOrDefault(Verb.CLIENT_LEFT, 0L))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"RECORD", "LIVE"})
    void getTheWholeStreamOfAnUpstream(Mode mode) throws IOException {
        FakeUpstream upstream = upstream(
                "Content-Type: text/event-stream\r\nConnection: close", "data: {\"a\":1}\n\n", "data: [DONE]\n\n");
        RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);
        assertAllIsSent(server, "1}", "data: {\"a\":1}\n\ndata: [DONE]\n\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"RECORD", "LIVE"})
    void getTheWholeBodyOfAnUpstream(Mode mode) throws IOException {
        FakeUpstream upstream = upstream("Content-Type: application/json\r\nContent-Length: 7", "{\"a\":", "1}");
        RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);
        assertAllIsSent(server, "{\"a\"", "{\"a\":1}");
    }

    @Test
    void getTheWholeStreamOfARecording() throws IOException {
        keepStream();
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT.at(Pace.parse("recorded")));
        assertAllIsSent(server, "1}", "data: {\"a\":1}\n\ndata: {\"b\":2}\n\ndata: [DONE]\n\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void haveLeftAnAnswerThatHasNoEnd(boolean isClosedBefore) throws IOException {
        keepStream();
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT.at(Pace.parse("recorded")));
        try (RawExchange connection = new RawExchange(server)) {
            connection.send(post("X-Reprise-Fault: stall,after=1\r\n"));
            if (isClosedBefore) {
                connection.halfClose();
            }
            assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
            assertThat(connection.body(10)).isNotEmpty();
            if (!isClosedBefore) {
                connection.halfClose();
            }
            await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "application/x-ndjson"})
    void haveLeftAStreamByGet(String type) throws IOException {
        FakeUpstream upstream = upstream("Content-Type: " + type + "\r\nConnection: close", "{}\n", "{}\n");
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        try (RawExchange connection = new RawExchange(server)) {
            connection.send("GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
            assertThat(connection.body(1)).isNotEmpty();
            connection.halfClose();
            await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        }
        isHalfClosed.countDown();
    }

    @ParameterizedTest
    @EnumSource(Large.class)
    void getALargeAnswerToItsEndThoughTheyReadLate(Large large) throws Exception {
        fixture.keep(BODY, 1, large.response);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer = readLate(server);

        assertThat(answer.body().length()).isEqualTo(large.response.body().size());
        assertThat(answer.ending()).isEqualTo(RawAnswer.Ending.WHOLE);
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"RECORD", "LIVE"})
    void getALargeAnswerOfAnUpstreamToItsEndThoughTheyReadLate(Mode mode) throws Exception {
        FakeUpstream upstream = upstream("Content-Length: " + TEXT.length() + "\r\nConnection: close", "", TEXT);
        RepriseServer server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);

        RawAnswer answer = readLate(server);

        assertThat(answer.body().length()).isEqualTo(TEXT.length());
        assertThat(answer.ending()).isEqualTo(RawAnswer.Ending.WHOLE);
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    /** Closes its side at once, and begins to read some time after. */
    private RawAnswer readLate(RepriseServer server) throws Exception {
        try (RawExchange connection = new RawExchange(server)) {
            connection.send(post(""));
            connection.halfClose();
            isHalfClosed.countDown();
            Thread.sleep(1_500); // so that the buffers fill
            return connection.answer();
        }
    }

    @Test
    void thatHaveLeftAreNoticedByWhatIsSentToThem() throws IOException {
        keepStream();
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT.at(Pace.parse("recorded")));
        try (RawExchange connection = new RawExchange(server)) {
            connection.send(post(""));
            assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
        }
        await().untilAsserted(() ->
                assertThat(server.report().outcomes().get(Verb.CLIENT_LEFT)).isEqualTo(1));
    }
}
