package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Recording;
import io.reprise.core.stream.StreamFormats;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that are complete, or not, and connections that end, or do not. */
@Slow
class StreamEndingsTest {
    @RegisterExtension
    final ServerFixture servers = new ServerFixture();

    /** Streams of several families, in pieces of which the last ends them. */
    enum Family {
        CHAT(
                "/v1/chat/completions",
                "text/event-stream",
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n",
                "data: [DONE]\n\n"),
        MESSAGES(
                "/v1/messages",
                "text/event-stream",
                "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"content\":[]}}\n\n",
                "event: message_stop\ndata: {\"type\":\"message_stop\"   }\n\n"),
        RESPONSES(
                "/v1/responses",
                "text/event-stream",
                "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\"}}\n\n",
                "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n"),
        LINES(
                "/api/chat",
                "application/x-ndjson",
                "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"done\":false}\n",
                "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true}\n"),
        EVENTS_OF_CONTENT(
                "/v1beta/models/m:streamGenerateContent?alt=sse",
                "text/event-stream",
                "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"Hi\"}]}}]}\r\n\r\n",
                "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"\"}]},\"finishReason\": \"STOP\"}]}\r\n\r\n"),
        ARRAY_OF_CONTENT(
                "/v1beta/models/m:streamGenerateContent",
                "application/json",
                "[{\n  \"candidates\": [{\"content\": {\"parts\": [{\"text\": \"Hi\"}]}}]\n}",
                "\n,\r\n{\n  \"candidates\": [{\"content\": {\"parts\": []},\"finishReason\": \"STOP\"}]\n}\n]"),
        FRAMES(
                "/model/m/converse-stream",
                "application/vnd.amazon.eventstream",
                frame("messageStart", "{\"role\":\"assistant\"}")
                        + frame("messageStop", "{\"stopReason\":\"end_turn\"}"),
                frame("metadata", "{\"usage\":{\"inputTokens\":1,\"outputTokens\":2},\"metrics\":{\"latencyMs\":3}}"));

        final String path;
        final String type;
        final String begin;
        final String end;

        Family(String path, String type, String begin, String end) {
            this.path = path;
            this.type = type;
            this.begin = begin;
            this.end = end;
        }

        String head() {
            return "HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\ntransfer-encoding: chunked\r\n\r\n";
        }

        private static String frame(String event, String json) {
            return StreamFormats.KNOWN
                    .of("application/vnd.amazon.eventstream")
                    .chunk(PlainChunk.of(event, json), 0)
                    .latin1();
        }

        HttpRequest request(RepriseServer server) {
            return HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + path))
                    .timeout(Duration.ofSeconds(20))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(ServerFixture.QUESTION))
                    .build();
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Timeout(60)
    void whatIsCompleteEndsProperlyThoughTheConnectionDrops(Family family) throws Exception {
        FakeUpstream upstream =
                servers.upstream((call, request, out) -> write(out, family.head(), family.begin, family.end));

        isKeptAndEndsProperly(family, upstream);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Timeout(60)
    void whatIsCompleteEndsThoughTheConnectionDoesNot(Family family) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        FakeUpstream upstream = servers.upstream((call, request, out) -> {
            write(out, family.head(), family.begin, family.end);
            over.await();
        });

        isKeptAndEndsProperly(family, upstream);

        over.countDown();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    @Timeout(60)
    void whatIsCompleteEndsForAClientOfEitherVersionOfHttp(HttpClient.Version version) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        FakeUpstream upstream = servers.upstream((call, request, out) -> {
            write(out, Family.FRAMES.head(), Family.FRAMES.begin, Family.FRAMES.end);
            over.await();
        });
        RepriseServer server = servers.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        assertThat(ask(version, Family.FRAMES.request(server)).body())
                .isEqualTo(Family.FRAMES.begin + Family.FRAMES.end);
        over.countDown();
    }

    @Test
    @Timeout(60)
    void aPromisedLengthThatIsNotReachedStaysBroken() throws Exception {
        FakeUpstream upstream = servers.upstream((call, request, out) ->
                out.write(("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 999\r\n\r\n"
                                + Family.CHAT.begin
                                + Family.CHAT.end)
                        .getBytes(StandardCharsets.ISO_8859_1)));
        RepriseServer server = servers.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        assertThatThrownBy(() -> ask(HttpClient.Version.HTTP_1_1, Family.CHAT.request(server)))
                .isInstanceOf(IOException.class);

        assertThat(onlyEnding()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    @Timeout(60)
    void whatIsCompleteEndsThoughCommentsGoOn() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        FakeUpstream upstream = servers.upstream((call, request, out) -> {
            write(out, Family.CHAT.head(), Family.CHAT.begin, Family.CHAT.end);
            while (!over.await(30, TimeUnit.MILLISECONDS)) {
                write(out, "", ": still here\n\n");
            }
        });
        RepriseServer server = servers.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        HttpResponse<String> live = ask(HttpClient.Version.HTTP_1_1, Family.CHAT.request(server));

        assertThat(live.body()).startsWith(Family.CHAT.begin + Family.CHAT.end);
        assertThat(onlyEnding()).isEqualTo(Ending.COMPLETE);
        over.countDown();
    }

    @Test
    @Timeout(60)
    void aMarkIsNotTheEndWhereSeveralThingsWereAskedFor() throws Exception {
        String image = "data: {\"type\":\"image_generation.completed\",\"b64_json\":\"AAAA\"}\n\n";
        CountDownLatch never = new CountDownLatch(1);
        FakeUpstream upstream = servers.upstream((call, request, out) -> {
            write(out, Family.CHAT.head(), image);
            for (int i = 0; i < 50 && !never.await(30, TimeUnit.MILLISECONDS); i++) {
                write(out, "", ": still painting\n\n");
            }
            write(out, "", image);
            write(out, "0\r\n\r\n");
        });
        RepriseServer server = servers.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);
        HttpRequest two = HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + "/v1/images/generations"))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a fox\",\"n\":2,\"stream\":true}"))
                .build();

        assertThat(ask(HttpClient.Version.HTTP_1_1, two).body())
                .startsWith(image)
                .endsWith(image)
                .contains("painting");
        assertThat(onlyEnding()).isEqualTo(Ending.COMPLETE);
    }

    private void isKeptAndEndsProperly(Family family, FakeUpstream upstream) throws Exception {
        RepriseServer server = servers.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<String> answer = ask(version, family.request(server));

            assertThat(answer.body()).isEqualTo(family.begin + family.end);
        }
        assertThat(upstream.requests()).hasSize(1);
        assertThat(onlyEnding()).isEqualTo(Ending.COMPLETE);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Timeout(60)
    void whatEndsEarlyIsPassedOnAndNotKept(Family family) throws Exception {
        FakeUpstream upstream = servers.upstream((call, request, out) -> {
            write(out, family.head(), family.begin);
            write(out, "0\r\n\r\n");
        });
        RepriseServer server = servers.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        HttpResponse<String> answer = ask(HttpClient.Version.HTTP_1_1, family.request(server));

        assertThat(answer.body()).isEqualTo(family.begin);
        assertThat(servers.store().recordings()).isEmpty();
        await().untilAsserted(() -> assertThat(servers.log())
                .contains("not kept: the answer ended before it was complete; --keep-cut keeps such answers"));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Timeout(60)
    void whatWasKeptThoughItEndedEarlyEndsProperly(Family family) throws Exception {
        servers.keeping(new KeepSettings(false, true, KeepSettings.DEFAULT.readOn()));
        FakeUpstream upstream = servers.upstream((call, request, out) -> {
            write(out, family.head(), family.begin);
            write(out, "0\r\n\r\n");
        });
        RepriseServer server = servers.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        for (HttpClient.Version version : HttpClient.Version.values()) {
            assertThat(ask(version, family.request(server)).body()).isEqualTo(family.begin);
        }
        assertThat(upstream.requests()).hasSize(1);
        assertThat(onlyEnding()).isEqualTo(Ending.EARLY);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Timeout(60)
    void whatWasKeptThoughItBrokeBreaksAgain(Family family) throws Exception {
        servers.keeping(new KeepSettings(false, true, KeepSettings.DEFAULT.readOn()));
        FakeUpstream upstream = servers.upstream((call, request, out) -> write(out, family.head(), family.begin));
        RepriseServer server = servers.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> ask(HttpClient.Version.HTTP_1_1, family.request(server)))
                    .isInstanceOf(IOException.class);
        }

        assertThat(upstream.requests()).hasSize(1);
        assertThat(onlyEnding()).isEqualTo(Ending.CUT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT | 429 | data: {\"error\":{\"message\":\"slow down\",\"code\":429}}^^",
                "CHAT | 400 | data: {\"error\":{\"message\":\"no such tool\",\"code\":400}}^^",
                "MESSAGES | 529 | event: error^data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}^^",
                "MESSAGES | 400 | event: error^data: {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"No\"}}^^",
                "EVENTS_OF_CONTENT | 503 | data: {\"error\": {\"code\": 503,\"message\": \"busy\",\"status\": \"UNAVAILABLE\"}}~^~^",
                "FRAMES | 429 | throttlingException",
                "FRAMES | 400 | validationException",
            })
    @Timeout(60)
    void anErrorWithinAStreamCountsAsItsStatus(Family family, int status, String said) throws Exception {
        String error = family == Family.FRAMES
                ? StreamFormats.KNOWN
                        .of(family.type)
                        .error(PlainChunk.of(said, "{\"message\":\"no\"}"), 1)
                        .latin1()
                : said.replace('^', '\n').replace('~', '\r');
        FakeUpstream upstream = servers.upstream((call, request, out) -> {
            write(out, family.head(), family.begin, error);
            write(out, "0\r\n\r\n");
        });
        RepriseServer server = servers.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        HttpResponse<String> answer = ask(HttpClient.Version.HTTP_1_1, family.request(server));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(family.begin + error);
        if (status == 400) {
            assertThat(ask(HttpClient.Version.HTTP_1_1, family.request(server)).body())
                    .isEqualTo(answer.body());
            assertThat(upstream.requests()).hasSize(1);
            assertThat(onlyEnding()).isEqualTo(Ending.COMPLETE);
        } else {
            assertThat(servers.store().recordings()).isEmpty();
            await().untilAsserted(() -> assertThat(servers.log())
                    .contains("not kept: status " + status
                            + "; --keep-errors keeps such answers (the stream contains an error)"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/chat/completions | \"error\":{\"message\":\"upstream",
                "/v1/messages         | \"type\":\"error\",\"error\":{\"type\":",
                "/api/chat            | {\"error\":\"upstream",
                "/model/m/converse    | {\"message\":\"upstream",
                "/v1beta/models/m:generateContent | \"error\":{\"code\":502,\"message\":\"upstream",
            })
    void sayThatAskingAgainIsOfNoUseWhereTheUpstreamIsAway(String path, String shape) throws Exception {
        FakeUpstream upstream = FakeUpstream.answering("");
        upstream.close();
        RepriseServer server = servers.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        HttpResponse<String> answer = ask(
                HttpClient.Version.HTTP_1_1,
                HttpRequest.newBuilder(ServerFixture.url(server).resolve(path.strip()))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\"}"))
                        .build());

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
        assertThat(answer.body()).contains(shape);
    }

    @Test
    @Timeout(60)
    void sayThatAskingAgainForModelsIsOfNoUseWhereAllUpstreamsAreAway() throws Exception {
        FakeUpstream one = FakeUpstream.answering("");
        FakeUpstream other = FakeUpstream.answering("");
        one.close();
        other.close();
        RepriseServer server = servers.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, one, other);

        HttpResponse<String> answer = ask(
                HttpClient.Version.HTTP_1_1,
                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/v1/models"))
                        .build());

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    }

    @Test
    @Timeout(60)
    void sayThatAskingAgainMayHelpWhereTheUpstreamHungUp() throws Exception {
        FakeUpstream upstream = servers.upstream((call, request, out) -> {});
        RepriseServer server = servers.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        HttpResponse<String> answer = ask(HttpClient.Version.HTTP_1_1, Family.CHAT.request(server));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("x-should-retry")).contains("true");
    }

    /** With a body of one character for each byte. */
    private static HttpResponse<String> ask(HttpClient.Version version, HttpRequest request)
            throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .version(version)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private Ending onlyEnding() {
        List<Recording> kept = servers.store().recordings();
        assertThat(kept).hasSize(1);
        return kept.get(0).exchange().response().ending();
    }

    /** Writes a head, and each piece as a chunk of HTTP; an empty head and no pieces write nothing. */
    private static void write(OutputStream out, String head, String... pieces) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        for (String piece : pieces) {
            byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
            all.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            all.writeBytes(bytes);
            all.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        out.write(all.toByteArray());
        out.flush();
    }
}
