package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacedReplayTest {
    /** Together far more than what sockets hold between a server and a client that does not read. */
    private static final int LARGE_EVENTS = 400;

    private static final int LARGE_EVENT_BYTES = 50_000;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private static String[] events(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{\"n\":" + i + "}").toArray(String[]::new);
    }

    @Test
    void sendsEachChunkInAWriteOfItsOwnWhereItIsFlushed() throws Exception {
        String[] events = events(40);
        fixture.keepStream(events);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        RawAnswer answer = RawAnswer.of(server, ServerFixture.QUESTION, "X-Reprise-Pace", "flushed");

        assertThat(answer.pieces().stream().map(piece -> new String(piece, StandardCharsets.UTF_8)))
                .containsExactly(IntStream.range(0, 40)
                        .mapToObj(i -> "data: {\"n\":" + i + "}\n\n")
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.0 | flushed",
                "1.1 | flushed",
                "1.0 | x1000000",
                "1.1 | x1000000",
                "1.1 | ttft=1ms,tps=100000",
            })
    void aClientThatReadsLateGetsEveryByteInOrder(String version, String pace) throws Exception {
        String[] events = IntStream.range(0, LARGE_EVENTS)
                .mapToObj(
                        i -> "{\"choices\":[{\"delta\":{\"content\":\"" + i + "x".repeat(LARGE_EVENT_BYTES) + "\"}}]}")
                .toArray(String[]::new);
        fixture.keepStream(events);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        String whole = ServerFixture.stream(0, events).body().toString();

        try (Socket late = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            late.getOutputStream().write(request(version, pace).getBytes(StandardCharsets.UTF_8));
            // when another has been served in full, this one has been sent what the sockets hold
            HttpRequest other = ServerFixture.chat(server, ServerFixture.QUESTION, "X-Reprise-Pace", pace);
            assertThat(ServerFixture.ask(HttpClient.Version.HTTP_1_1, other).body())
                    .isEqualTo(whole);

            RawAnswer answer = RawAnswer.read(late.getInputStream());

            assertThat(answer.pieces().stream()
                            .map(piece -> new String(piece, StandardCharsets.UTF_8))
                            .collect(Collectors.joining()))
                    .isEqualTo(whole);
        }
    }

    private static String request(String version, String pace) {
        return "POST /v1/chat/completions HTTP/" + version + "\r\nHost: 127.0.0.1\r\nX-Reprise-Pace: " + pace
                + "\r\nContent-Type: application/json\r\nContent-Length: " + ServerFixture.QUESTION.length()
                + "\r\n\r\n"
                + ServerFixture.QUESTION;
    }

    /** In HTTP/1.0, only the end of the connection is that of an answer without a length (RFC 9112, 6.3 and 9.3). */
    @ParameterizedTest
    @CsvSource({"REPLAY, flushed", "REPLAY, x1000", "REPLAY, instant", "RECORD, instant", "LIVE, instant"})
    void aClientOfHttp10ThatWantsToKeepItsConnectionSeesTheEnd(Mode mode, String pace) throws Exception {
        String[] events = events(3);
        String whole = ServerFixture.stream(0, events).body().toString();
        RepriseServer server;
        if (mode == Mode.REPLAY) {
            fixture.keepStream(events);
            server = fixture.serve(mode, ReplaySettings.DEFAULT);
        } else {
            FakeUpstream upstream = fixture.upstream((call, request, out) -> out.write(
                    ("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n" + whole)
                            .getBytes(StandardCharsets.UTF_8)));
            server = fixture.serve(mode, ReplaySettings.DEFAULT, upstream);
        }
        String request = request("1.0", pace).replace("Content-Type", "Connection: keep-alive\r\nContent-Type");

        for (int i = 0; i < 3; i++) {
            RawAnswer answer = RawAnswer.ofRequest(server, request);

            assertThat(answer.body()).isEqualTo(whole);
            boolean hasLength = answer.head().toLowerCase(Locale.ROOT).contains("content-length");
            assertThat(answer.head().toLowerCase(Locale.ROOT))
                    .contains(hasLength ? "connection: keep-alive" : "connection: close")
                    .doesNotContain(hasLength ? "connection: close" : "connection: keep-alive");
        }
    }

    @Test
    void answersRequestsThatComeTogetherOneAfterTheOther() throws Exception {
        String[] events = events(20);
        fixture.keepStream(events);
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        String whole = ServerFixture.stream(0, events).body().toString();

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String both = request("1.1", "x10") + request("1.1", "flushed");
            client.getOutputStream().write(both.getBytes(StandardCharsets.UTF_8));

            assertThat(RawAnswer.read(client.getInputStream()).body()).isEqualTo(whole);
            assertThat(RawAnswer.read(client.getInputStream()).body()).isEqualTo(whole);
        }
    }

    @Test
    void endsWhereTheClientGoesAway() throws Exception {
        fixture.keepStream(events(200));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream().write(request("1.1", "recorded").getBytes(StandardCharsets.UTF_8));
            assertThat(client.getInputStream().readNBytes(300)).hasSize(300);
            client.setSoLinger(true, 0);
        }
        Awaitility.await().until(() -> fixture.log().contains("went away"));

        assertThat(fixture.log()).doesNotContain("xception");
    }
}
