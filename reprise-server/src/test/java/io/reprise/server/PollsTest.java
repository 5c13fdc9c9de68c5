package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.plan.AskAgain;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Repeat;
import io.reprise.core.store.Recording;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that are asked again in the run that records them first: jobs that make progress, lists that change, samples. */
@Slow
class PollsTest {
    private static final String BATCH = "/v1/batches/batch_1";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    /** A status and a body: {@code 200 {"status":"validating"}}. */
    private static void write(OutputStream out, int call, String answer) throws IOException {
        String body = answer.substring(4);
        String head = "HTTP/1.1 " + answer.substring(0, 3) + " Said\r\ncontent-type: application/json\r\n"
                + "date: Thu, 26 Nov 2026 10:00:" + (10 + call) + " GMT\r\nx-request-id: req_" + call
                + "\r\nconnection: close\r\ncontent-length: " + body.length() + "\r\n\r\n";
        out.write((head + body).getBytes(StandardCharsets.UTF_8));
    }

    private static String batch(String status, int completed) {
        return "200 {\"id\":\"batch_1\",\"object\":\"batch\",\"status\":\"" + status
                + "\",\"request_counts\":{\"total\":2,\"completed\":" + completed + ",\"failed\":0}}";
    }

    /** Gives the answers one after the other, then the last again. */
    private FakeUpstream upstream(String... answers) throws IOException {
        return fixture.upstream((call, request, out) -> write(out, call, answers[Math.min(call, answers.length - 1)]));
    }

    private RepriseServer serve(Mode mode, FakeUpstream... upstreams) {
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstreams);
    }

    private static HttpRequest request(RepriseServer server, String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + path))
                .method(
                        method,
                        method.equals("POST") && !path.startsWith("/__reprise/")
                                ? HttpRequest.BodyPublishers.ofString("{\"q\":1}")
                                : HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    /** Status and body. */
    private static String ask(RepriseServer server, String method, String path, String... headers) throws Exception {
        HttpResponse<String> answer = ServerFixture.ask(request(server, method, path, headers));
        return answer.statusCode() + " " + answer.body();
    }

    private static String get(RepriseServer server, String path, String... headers) throws Exception {
        return ask(server, "GET", path, headers);
    }

    private static List<String> get(RepriseServer server, int times, String path) throws Exception {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(get(server, path));
        }
        return answers;
    }

    private List<String> keptStatuses() {
        return fixture.store().recordings().stream()
                .map(recording -> recording.occurrence() + ": "
                        + recording.exchange().response().status() + " "
                        + recording.exchange().response().body())
                .toList();
    }

    @Test
    void aPolledJobMakesProgressWhileItIsRecordedAndReplayed() throws Exception {
        FakeUpstream upstream = upstream(
                batch("validating", 0),
                batch("validating", 0),
                batch("in_progress", 0),
                batch("in_progress", 1),
                batch("in_progress", 1),
                batch("completed", 2));
        RepriseServer recording = serve(Mode.RECORD_IF_MISSING, upstream);

        assertThat(get(recording, 7, BATCH))
                .containsExactly(
                        batch("validating", 0),
                        batch("validating", 0),
                        batch("in_progress", 0),
                        batch("in_progress", 1),
                        batch("in_progress", 1),
                        batch("completed", 2),
                        batch("completed", 2));

        assertThat(upstream.requests()).hasSize(7);
        assertThat(get(serve(Mode.REPLAY), 6, BATCH))
                .containsExactly(
                        batch("validating", 0),
                        batch("in_progress", 0),
                        batch("in_progress", 1),
                        batch("completed", 2),
                        batch("completed", 2),
                        batch("completed", 2));
        await().untilAsserted(() -> assertThat(fixture.log())
                .contains("recorded GET " + BATCH)
                .contains("(occurrence 4)")
                .containsPattern("forwarded GET " + BATCH + " .*\\(unchanged since occurrence 1\\)")
                .containsPattern("forwarded GET " + BATCH + " .*\\(unchanged since occurrence 4\\)"));
    }

    @Test
    void modeRecordKeepsEachPollSoThatAReplayIsTheSame() throws Exception {
        String[] states = {batch("validating", 0), batch("validating", 0), batch("completed", 2)};
        RepriseServer recording = serve(Mode.RECORD, upstream(states));
        assertThat(get(recording, 3, BATCH)).containsExactly(states);

        assertThat(get(serve(Mode.REPLAY), 3, BATCH)).containsExactly(states);
    }

    @Test
    void whatAnEarlierRunRecordedReplays() throws Exception {
        get(serve(Mode.RECORD_IF_MISSING, upstream(batch("validating", 0), batch("completed", 2))), 2, BATCH);
        FakeUpstream later = upstream(batch("failed", 0));

        RepriseServer server = serve(Mode.RECORD_IF_MISSING, later);

        assertThat(get(server, 3, BATCH))
                .containsExactly(batch("validating", 0), batch("completed", 2), batch("completed", 2));
        assertThat(later.requests()).isEmpty();
    }

    @Test
    void aStatusThatChangesIsAChange() throws Exception {
        String missing = "404 {\"error\":{\"message\":\"no such thing\",\"code\":null}}";
        String accepted = "202 {\"id\":\"video_1\"}";
        String done = "200 {\"id\":\"video_1\"}";
        FakeUpstream upstream = upstream(missing, missing, accepted, done);

        assertThat(get(serve(Mode.RECORD_IF_MISSING, upstream), 5, "/v1/videos/video_1"))
                .containsExactly(missing, missing, accepted, done, done);

        assertThat(get(serve(Mode.REPLAY), 4, "/v1/videos/video_1")).containsExactly(missing, accepted, done, done);
    }

    @Test
    void aListIsAskedForAgainAfterADelete() throws Exception {
        FakeUpstream upstream = upstream(
                "200 {\"object\":\"list\",\"data\":[{\"id\":\"file-a\"},{\"id\":\"file-b\"}]}",
                "200 {\"id\":\"file-a\",\"deleted\":true}",
                "200 {\"object\":\"list\",\"data\":[{\"id\":\"file-b\"}]}");
        RepriseServer recording = serve(Mode.RECORD_IF_MISSING, upstream);
        List<String> recorded = listDeleteList(recording);

        assertThat(recorded.get(0)).contains("file-a");
        assertThat(recorded.get(2)).doesNotContain("file-a");
        assertThat(listDeleteList(serve(Mode.REPLAY))).isEqualTo(recorded);
    }

    private static List<String> listDeleteList(RepriseServer server) throws Exception {
        return List.of(get(server, "/v1/files"), ask(server, "DELETE", "/v1/files/file-a"), get(server, "/v1/files"));
    }

    @Test
    void anErrorInTheMiddleOfAPollIsPassedOn() throws Exception {
        String busy = "503 {\"error\":{\"message\":\"busy\"}}";
        FakeUpstream upstream = upstream(batch("validating", 0), busy, busy, batch("completed", 2));
        RepriseServer recording = serve(Mode.RECORD_IF_MISSING, upstream);

        assertThat(get(recording, BATCH)).isEqualTo(batch("validating", 0));
        assertThat(get(recording, BATCH)).isEqualTo(busy);
        assertThat(get(recording, BATCH, "x-stainless-retry-count", "1")).isEqualTo(busy);
        assertThat(get(recording, BATCH, "x-stainless-retry-count", "2")).isEqualTo(batch("completed", 2));

        assertThat(get(serve(Mode.REPLAY), 3, BATCH))
                .containsExactly(batch("validating", 0), batch("completed", 2), batch("completed", 2));
    }

    @Test
    void anUpstreamThatFailsInTheMiddleOfAPollIsAskedAgain() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            if (call != 1) {
                write(out, call, batch(call == 0 ? "validating" : "completed", 0));
            }
        });
        RepriseServer recording = serve(Mode.RECORD_IF_MISSING, upstream);

        assertThat(get(recording, BATCH)).isEqualTo(batch("validating", 0));
        assertThat(get(recording, BATCH)).startsWith("502 ");
        assertThat(get(recording, BATCH)).isEqualTo(batch("completed", 0));
    }

    @Test
    void pollsAtTheSameTimeAreOneCall() throws Exception {
        CountDownLatch isJoined = new CountDownLatch(1);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            if (call == 1) {
                isJoined.await();
            }
            write(out, call, batch(call == 0 ? "validating" : "completed", 0));
        });
        RepriseServer recording = serve(Mode.RECORD_IF_MISSING, upstream);
        get(recording, BATCH);

        CompletableFuture<String> one = CompletableFuture.supplyAsync(() -> quietly(recording));
        await().until(() -> upstream.requests().size() == 2);
        CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> quietly(recording));
        CompletableFuture<String> third = CompletableFuture.supplyAsync(() -> quietly(recording));
        isJoined.countDown();

        for (CompletableFuture<String> each : List.of(one, other, third)) {
            assertThat(each.get()).isEqualTo(batch("completed", 0));
        }
        assertThat(keptStatuses()).hasSize(2);
    }

    private static String quietly(RepriseServer server) {
        try {
            return get(server, BATCH);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aTestThatStartsOverGetsWhatItRecordedBefore() throws Exception {
        FakeUpstream upstream = upstream(batch("validating", 0), batch("completed", 2), batch("expired", 2));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);
        get(server, "/t/a" + BATCH);
        get(server, "/t/a" + BATCH);

        assertThat(ask(server, "POST", "/__reprise/tests/start-over?test=a")).startsWith("200 ");

        assertThat(get(server, 3, "/t/a" + BATCH))
                .containsExactly(batch("validating", 0), batch("completed", 2), batch("completed", 2));
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void eachTestPollsForItself() throws Exception {
        FakeUpstream upstream = upstream(
                batch("validating", 0), batch("in_progress", 0), batch("in_progress", 1), batch("completed", 2));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);
        for (String test : List.of("a", "b", "a", "b")) {
            get(server, "/t/" + test + BATCH);
        }

        RepriseServer replaying = serve(Mode.REPLAY);
        assertThat(get(replaying, 2, "/t/a" + BATCH)).containsExactly(batch("validating", 0), batch("in_progress", 1));
        assertThat(get(replaying, 2, "/t/b" + BATCH)).containsExactly(batch("in_progress", 0), batch("completed", 2));
    }

    @Test
    void aTestThatGotAnAnswerOfNoTestGoesOnFromThere() throws Exception {
        FakeUpstream upstream = upstream(
                batch("validating", 0), batch("validating", 0), batch("in_progress", 0), batch("completed", 2));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);
        get(server, BATCH);

        assertThat(get(server, 4, "/t/a" + BATCH))
                .containsExactly(
                        batch("validating", 0), batch("validating", 0), batch("in_progress", 0), batch("completed", 2));

        RepriseServer replaying = serve(Mode.REPLAY);
        assertThat(get(replaying, 3, "/t/a" + BATCH))
                .containsExactly(batch("validating", 0), batch("in_progress", 0), batch("completed", 2));
        assertThat(get(replaying, 2, "/t/b" + BATCH)).containsExactly(batch("validating", 0), batch("validating", 0));
    }

    @Test
    void theRetryOfAPollThatWasKeptGetsItAgain() throws Exception {
        FakeUpstream upstream = upstream(batch("validating", 0), batch("completed", 2));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);

        get(server, BATCH);

        assertThat(get(server, BATCH, "x-stainless-retry-count", "1")).isEqualTo(batch("validating", 0));
        assertThat(get(server, BATCH)).isEqualTo(batch("completed", 2));
    }

    @Test
    void aPostIsNotAskedAgain() throws Exception {
        FakeUpstream upstream = upstream("200 1", "200 2");
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);

        assertThat(ask(server, "POST", "/v1/things")).isEqualTo("200 1");
        assertThat(ask(server, "POST", "/v1/things")).isEqualTo("200 1");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void severalSamplesOfOnePostAreKeptAlsoIfTheySayTheSame() throws Exception {
        fixture.keeping(KeepSettings.DEFAULT.with(AskAgain.parse("GET; POST,path=/v1/th*")));
        FakeUpstream upstream = upstream("200 1", "200 2", "200 2", "200 3", "200 1");
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);
        List<String> recorded = new ArrayList<>();
        List<String> replayed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            recorded.add(ask(server, "POST", "/v1/things"));
        }
        RepriseServer replaying = serve(Mode.REPLAY);
        for (int i = 0; i < 6; i++) {
            replayed.add(ask(replaying, "POST", "/v1/things"));
        }

        assertThat(recorded).containsExactly("200 1", "200 2", "200 2", "200 3", "200 1");
        assertThat(replayed).containsExactly("200 1", "200 2", "200 2", "200 3", "200 1", "200 1");
    }

    @Test
    void aRequestSaysForItselfWhetherItIsAskedAgain() throws Exception {
        FakeUpstream upstream = upstream("200 1", "200 2", "200 3", "200 4");
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);
        String header = "X-Reprise-Ask-Again";

        assertThat(ask(server, "POST", "/v1/things", header, "true")).isEqualTo("200 1");
        assertThat(ask(server, "POST", "/v1/things", header, "TRUE")).isEqualTo("200 2");
        assertThat(ask(server, "POST", "/v1/things", header, "false")).isEqualTo("200 2");
        assertThat(get(server, "/v1/things", header, "false")).isEqualTo("200 3");
        assertThat(get(server, "/v1/things", header, "false")).isEqualTo("200 3");
        assertThat(get(server, "/v1/things")).isEqualTo("200 4");
        assertThat(ask(server, "POST", "/v1/things", header, "often"))
                .startsWith("400 ")
                .contains("'often' in the header X-Reprise-Ask-Again is neither true nor false");
        assertThat(upstream.requests())
                .noneMatch(request -> request.toLowerCase(java.util.Locale.ROOT).contains("ask-again"));
    }

    @Test
    void aFaultChangesWhatWasRecordedAlsoInTheRunThatRecordsIt() throws Exception {
        FakeUpstream upstream = upstream(batch("validating", 0), batch("completed", 2));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);
        get(server, BATCH);

        HttpResponse<String> recut = ServerFixture.ask(request(server, "GET", BATCH, "X-Reprise-Fault", "recut=1"));

        assertThat("200 " + recut.body()).isEqualTo(batch("validating", 0));
        assertThat(get(server, BATCH)).isEqualTo(batch("completed", 2));
    }

    @Test
    void whereNothingIsRepeatedEachPollIsKept() throws Exception {
        FakeUpstream upstream = upstream(batch("validating", 0), batch("validating", 0), batch("completed", 2));
        ReplaySettings ending = new ReplaySettings(Repeat.MISS, ReplaySettings.DEFAULT.pace(), List.of(), List.of());
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ending, upstream);

        get(server, 3, BATCH);

        assertThat(fixture.store().recordings())
                .extracting(
                        Recording::occurrence,
                        recording -> "200 " + recording.exchange().response().body())
                .containsExactly(
                        tuple(1, batch("validating", 0)),
                        tuple(2, batch("validating", 0)),
                        tuple(3, batch("completed", 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void aHeadIsAskedAgainLikeAGet(String method) throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> out.write(("HTTP/1.1 "
                        + (call < 2 ? "404 Not Found" : "200 OK")
                        + "\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, upstream);

        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(ask(server, method, "/v1/files/f"));
        }

        assertThat(answers).containsExactly("404 ", "404 ", "200 ", "200 ");
        assertThat(fixture.store().recordings()).hasSize(2);
    }
}
