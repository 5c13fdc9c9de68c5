package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Repeat;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.store.Recording;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that try again after errors, while the errors are kept and while they are not. */
class KeptErrorsTest {
    private static final boolean MARKED = true;
    private static final boolean UNMARKED = false;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    /** Answers with these statuses one after the other; the last repeats. */
    private FakeUpstream upstream(int... statuses) throws IOException {
        return fixture.upstream((call, request, out) -> {
            int status = statuses[Math.min(call, statuses.length - 1)];
            out.write(answer(status, call).getBytes(StandardCharsets.UTF_8));
        });
    }

    private static String answer(int status, int call) {
        String body = status < 400
                ? "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"content\":\"" + call + "\"}}]}"
                : "{\"error\":{\"message\":\"no " + call + "\"}}";
        return "HTTP/1.1 " + status + " Said\r\ncontent-type: application/json\r\nconnection: close\r\n"
                + "content-length: " + body.length() + "\r\n\r\n" + body;
    }

    private RepriseServer serve(Mode mode, Repeat repeat, FakeUpstream... upstreams) {
        return fixture.serve(mode, new ReplaySettings(repeat, Pace.INSTANT, List.of(), List.of()), upstreams);
    }

    private RepriseServer serve(Mode mode, FakeUpstream... upstreams) {
        return serve(mode, Repeat.LAST, upstreams);
    }

    private static int ask(RepriseServer server, int retry) throws Exception {
        HttpResponse<String> answer = ServerFixture.ask(
                ServerFixture.chat(server, ServerFixture.QUESTION, "x-stainless-retry-count", Integer.toString(retry)));
        return answer.statusCode();
    }

    /** The statuses that a client sees that tries at most four times. */
    private static List<Integer> call(RepriseServer server, boolean isMarked) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        do {
            statuses.add(ask(server, isMarked ? statuses.size() : 0));
        } while (statuses.size() < 4 && isRetried(statuses.get(statuses.size() - 1)));
        return statuses;
    }

    private static boolean isRetried(int status) {
        return status == 408 || status == 409 || status == 429 || status >= 500;
    }

    private List<String> kept() {
        return fixture.store().recordings().stream()
                .map(recording -> recording.occurrence() + ": "
                        + recording.exchange().response().status())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "RECORD, true",
        "RECORD, false",
        "RECORD_IF_MISSING, true",
        "RECORD_IF_MISSING, false",
    })
    void eachAnswerIsKeptAndReplayed(Mode mode, boolean isMarked) throws Exception {
        fixture.keeping(new KeepSettings(true, false, KeepSettings.DEFAULT.readOn()));
        RepriseServer recording = serve(mode, upstream(500, 429, 200));

        assertThat(call(recording, isMarked)).containsExactly(500, 429, 200);

        assertThat(kept()).containsExactly("1: 500", "2: 429", "3: 200");
        for (Repeat repeat : Repeat.values()) {
            assertThat(call(serve(Mode.REPLAY, repeat), MARKED)).containsExactly(500, 429, 200);
            assertThat(call(serve(Mode.REPLAY, repeat), UNMARKED)).containsExactly(500, 429, 200);
        }
    }

    @ParameterizedTest
    @CsvSource({"RECORD, true", "RECORD_IF_MISSING, true", "RECORD_IF_MISSING, false"})
    void errorsThatSayTheSameAreOccurrences(Mode mode, boolean isMarked) throws Exception {
        fixture.keeping(new KeepSettings(true, false, KeepSettings.DEFAULT.readOn()));

        assertThat(call(serve(mode, upstream(503, 503, 503, 200)), isMarked)).containsExactly(503, 503, 503, 200);

        assertThat(call(serve(Mode.REPLAY), isMarked)).containsExactly(503, 503, 503, 200);
    }

    /** As SDKs do that need nothing but the status to know that they try again: the error is not kept yet. */
    @ParameterizedTest
    @CsvSource({"RECORD, 1", "RECORD_IF_MISSING, 1", "RECORD_IF_MISSING, 0"})
    void aRetryThatComesBeforeTheErrorHasEndedIsNoPartOfIt(Mode mode, int retry) throws Exception {
        Gates ending = new Gates();
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            byte[] answer = answer(call == 0 ? 429 : 200, call).getBytes(StandardCharsets.UTF_8);
            out.write(answer, 0, answer.length - 2);
            out.flush();
            if (call == 0) {
                ending.pass();
            }
            out.write(answer, answer.length - 2, 2);
        });
        fixture.keeping(new KeepSettings(true, false, KeepSettings.DEFAULT.readOn()));
        RepriseServer server = serve(mode, upstream);
        leaveAfterTheStatus(server);

        CompletableFuture<HttpResponse<String>> again = HttpClient.newHttpClient()
                .sendAsync(
                        ServerFixture.chat(
                                server, ServerFixture.QUESTION, "x-stainless-retry-count", Integer.toString(retry)),
                        HttpResponse.BodyHandlers.ofString());
        await().until(() -> server.unfinished().requests() == 2);
        ending.openAll();

        assertThat(again.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(kept()).containsExactly("1: 429", "2: 200"));
    }

    private static void leaveAfterTheStatus(RepriseServer server) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n"
                    + "content-type: application/json\r\ncontent-length: " + ServerFixture.QUESTION.length()
                    + "\r\n\r\n";
            socket.getOutputStream().write((head + ServerFixture.QUESTION).getBytes(StandardCharsets.UTF_8));
            String start = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
            assertThat(start).isEqualTo("HTTP/1.1 429");
        }
    }

    @Test
    void aSecondRunRecordsTheSameAgain() throws Exception {
        fixture.keeping(new KeepSettings(true, false, KeepSettings.DEFAULT.readOn()));
        call(serve(Mode.RECORD, upstream(500, 500, 429, 200)), MARKED);

        call(serve(Mode.RECORD, upstream(429, 200)), MARKED);

        assertThat(kept()).containsExactly("1: 429", "2: 200");
    }

    @Test
    void whatAnEarlierRunHasKeptReplays() throws Exception {
        fixture.keeping(new KeepSettings(true, false, KeepSettings.DEFAULT.readOn()));
        call(serve(Mode.RECORD_IF_MISSING, upstream(500, 200)), MARKED);
        FakeUpstream later = upstream(404);

        assertThat(call(serve(Mode.RECORD_IF_MISSING, later), MARKED)).containsExactly(500, 200);
        assertThat(later.requests()).isEmpty();
    }

    @Test
    void aLastErrorRepeats() throws Exception {
        fixture.keeping(new KeepSettings(true, false, KeepSettings.DEFAULT.readOn()));
        call(serve(Mode.RECORD, upstream(500, 503, 503, 503)), MARKED);

        for (Repeat repeat : List.of(Repeat.LAST, Repeat.MISS)) {
            RepriseServer replaying = serve(Mode.REPLAY, repeat);
            assertThat(call(replaying, MARKED)).containsExactly(500, 503, 503, 503);
            assertThat(ask(replaying, 4)).isEqualTo(503);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"RECORD", "RECORD_IF_MISSING"})
    void theRetryOfWhatWasNotKeptIsTheFirst(Mode mode) throws Exception {
        assertThat(call(serve(mode, upstream(500, 429, 200)), MARKED)).containsExactly(500, 429, 200);

        assertThat(kept()).containsExactly("1: 200");
        assertThat(call(serve(Mode.REPLAY), MARKED)).containsExactly(200);
    }

    @Test
    void theRetryOfAGoodAnswerTakesItsPlace() throws Exception {
        fixture.keeping(new KeepSettings(true, false, KeepSettings.DEFAULT.readOn()));
        RepriseServer server = serve(Mode.RECORD, upstream(500, 200, 200, 200));

        for (int retry = 0; retry < 4; retry++) {
            ask(server, retry);
        }

        assertThat(kept()).containsExactly("1: 500", "2: 200");
        assertThat(fixture.store().recordings())
                .extracting(
                        Recording::occurrence,
                        recording -> recording
                                .exchange()
                                .response()
                                .body()
                                .toString()
                                .contains("\"content\":\"3\""))
                .contains(org.assertj.core.api.Assertions.tuple(2, true));
    }

    @Test
    void anErrorThatDependsOnTheRequestIsReplayedToARetry() throws Exception {
        FakeUpstream upstream = upstream(404, 200);
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);

        assertThat(ask(server, 0)).isEqualTo(404);
        assertThat(ask(server, 1)).isEqualTo(404);
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void anErrorThatSaysThatItIsRetriedIsNotReplayedToTheRetry() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> out.write(("HTTP/1.1 "
                        + (call == 0 ? "400 Wait\r\nx-should-retry: true" : "200 OK")
                        + "\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}")
                .getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);

        assertThat(List.of(ask(server, 0), ask(server, 1))).containsExactly(400, 200);
        RepriseServer replaying = serve(Mode.REPLAY);
        assertThat(List.of(ask(replaying, 0), ask(replaying, 1))).containsExactly(400, 200);
    }

    @Test
    void aMissOfAnUpstreamThatIsARepriseIsNotKept() throws Exception {
        FakeUpstream miss = fixture.upstream((call, request, out) -> out.write(
                "HTTP/1.1 404 Not Found\r\nX-Reprise-Miss: 12\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
                        .getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, miss);

        assertThat(ask(server, 0)).isEqualTo(404);
        assertThat(ask(server, 0)).isEqualTo(404);

        assertThat(miss.requests()).hasSize(2);
        assertThat(fixture.log()).contains("not kept: the upstream is a Reprise");
    }
}
