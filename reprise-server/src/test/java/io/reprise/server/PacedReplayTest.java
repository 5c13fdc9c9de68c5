package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.plan.Mode;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacedReplayTest {
    /** Together far more than what sockets hold between a server and a client that does not read. */
    private static final int LARGE_EVENTS = 400;

    private static final int LARGE_EVENT_BYTES = 50_000;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void sendsEachChunkInAWriteOfItsOwnWhereItIsFlushed() throws Exception {
        String[] events =
                IntStream.range(0, 40).mapToObj(i -> "{\"n\":" + i + "}").toArray(String[]::new);
        stage.keepStream(events);
        RepriseServer server = stage.serve(Mode.REPLAY, ServerSettings.Replaying.DEFAULT);

        RawAnswer answer = RawAnswer.of(server, Stage.QUESTION, "X-Reprise-Pace", "flushed");

        assertThat(answer.pieces().stream().map(piece -> new String(piece, StandardCharsets.UTF_8)))
                .containsExactly(IntStream.range(0, 40)
                        .mapToObj(i -> "data: {\"n\":" + i + "}\n\n")
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"flushed", "x1000000", "ttft=1ms,tps=100000"})
    void aClientThatReadsLateGetsEveryByteInOrder(String pace) throws Exception {
        String[] events = IntStream.range(0, LARGE_EVENTS)
                .mapToObj(
                        i -> "{\"choices\":[{\"delta\":{\"content\":\"" + i + "x".repeat(LARGE_EVENT_BYTES) + "\"}}]}")
                .toArray(String[]::new);
        stage.keepStream(events);
        RepriseServer server = stage.serve(Mode.REPLAY, ServerSettings.Replaying.DEFAULT);
        String other = Stage.stream(0, events).body().toString();

        try (Socket late = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            late.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.0\r\nX-Reprise-Pace: " + pace
                                    + "\r\nContent-Type: application/json\r\nHost: 127.0.0.1\r\nContent-Length: "
                                    + Stage.QUESTION.length() + "\r\n\r\n" + Stage.QUESTION)
                            .getBytes(StandardCharsets.UTF_8));
            // the server has sent what it could when it has served another in full
            assertThat(Stage.ask(
                                    HttpClient.Version.HTTP_1_1,
                                    Stage.chat(server, Stage.QUESTION, "X-Reprise-Pace", pace))
                            .body())
                    .isEqualTo(other);
            InputStream in = late.getInputStream();

            String whole = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(whole.substring(whole.indexOf("\r\n\r\n") + 4)).isEqualTo(other);
        }
    }
}
