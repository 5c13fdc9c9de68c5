package io.reprise.server;

import static io.reprise.server.ServerFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.exchange.TestId;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Recording;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.lookup.CacheSettings.Ids;
import io.reprise.server.replay.ReplaySettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations whose later requests carry ids of earlier answers, recorded twice and replayed. */
@Timeout(60)
@Slow
class RerecordedConversationsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ASKED = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"weather?\"}]}";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    /** A conversation with an API, in which {@code day} is part of all ids. */
    private interface Conversation {
        List<String> run(RepriseServer server, String test) throws Exception;
    }

    /** What an upstream answers on that day. */
    private static void answer(String day, String request, OutputStream out) throws IOException {
        String line = request.substring(0, request.indexOf("\r\n"));
        String body = request.substring(request.indexOf("\r\n\r\n") + 4);
        boolean isSecond = body.contains("tool") && body.contains("sunny") || body.contains("previous_response_id");
        if (line.contains("/chat/completions")) {
            boolean isStream = body.contains("\"stream\":true");
            write(out, isStream ? "text/event-stream" : "application/json", chat(day, isSecond, isStream));
        } else if (line.startsWith("POST") && line.contains("/responses")) {
            write(out, "application/json", response(day, isSecond ? "second" : "first"));
        } else if (line.contains("/responses/resp_first")) {
            write(out, "application/json", response(day, "first"));
        } else if (line.contains("/messages")) {
            write(out, "application/json", message(day, isSecond));
        }
    }

    private static String chat(String day, boolean isSecond, boolean isStream) {
        String id = "chatcmpl-" + day + (isSecond ? "second" : "first0");
        String said = isSecond
                ? "{\"role\":\"assistant\",\"content\":\"It is sunny.\"}"
                : "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"call_" + day
                        + "abc123\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]}";
        String head =
                "{\"id\":\"" + id + "\",\"created\":" + (1_700_000_000 + day.hashCode() % 1000) + ",\"choices\":[{";
        String end = "\"finish_reason\":\"" + (isSecond ? "stop" : "tool_calls") + "\"}]}";
        return isStream
                ? "data: " + head + "\"delta\":" + said + ",\"finish_reason\":null}]}\n\n" + "data: " + head
                        + "\"delta\":{}," + end + "\n\ndata: [DONE]\n\n"
                : head + "\"message\":" + said + "," + end;
    }

    private static String response(String day, String which) {
        return "{\"id\":\"resp_" + which + day + "\",\"object\":\"response\",\"created_at\":"
                + (1_700_000_000 + day.hashCode() % 1000)
                + ",\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"id\":\"msg_" + which + day
                + "\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"" + which + "\"}]}]}";
    }

    private static String message(String day, boolean isSecond) {
        return "{\"id\":\"msg_" + day + (isSecond ? "second" : "first0")
                + "\",\"type\":\"message\",\"role\":\"assistant\",\"content\":["
                + (isSecond
                        ? "{\"type\":\"text\",\"text\":\"It is sunny.\"}],\"stop_reason\":\"end_turn\"}"
                        : "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"Eq"
                                + day.repeat(3 + day.length() % 3)
                                + "==\"},{\"type\":\"tool_use\",\"id\":\"toolu_" + day
                                + "abc\",\"name\":\"weather\",\"input\":{}}],\"stop_reason\":\"tool_use\"}");
    }

    private static void write(OutputStream out, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write(("HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\ncontent-length: " + bytes.length
                        + "\r\nx-request-id: req_" + body.hashCode() + "\r\nconnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
    }

    private static String post(RepriseServer server, String test, String path, String body) throws Exception {
        return send(request(server, test, path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(RepriseServer server, String test, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        ServerFixture.url(server).resolve(path))
                .header("content-type", "application/json");
        return test.isEmpty() ? request : request.header("X-Reprise-Test", test);
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = ask(request.build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group();
    }

    private static List<String> chat(RepriseServer server, String test, boolean isStream) throws Exception {
        String first = post(server, test, CHAT, stream(ASKED, isStream));
        return List.of(first, second(server, test, found("call_\\w+", first), isStream));
    }

    private static String second(RepriseServer server, String test, String call, boolean isStream) throws Exception {
        return post(
                server,
                test,
                CHAT,
                stream(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"weather?\"},"
                                + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"" + call
                                + "\",\"type\":\"function\"}]},"
                                + "{\"role\":\"tool\",\"tool_call_id\":\"" + call + "\",\"content\":\"sunny\"}]}",
                        isStream));
    }

    private static String stream(String body, boolean isStream) {
        return isStream ? body.substring(0, body.length() - 1) + ",\"stream\":true}" : body;
    }

    private static List<String> responses(RepriseServer server, String test) throws Exception {
        String first = post(server, test, "/v1/responses", "{\"model\":\"m\",\"input\":\"one\"}");
        String id = found("resp_\\w+", first);
        String second = post(
                server,
                test,
                "/v1/responses",
                "{\"model\":\"m\",\"input\":\"two\",\"previous_response_id\":\"" + id + "\"}");
        String again = send(
                request(server, test, "/v1/responses/" + id + "?after=" + id).GET());
        return List.of(first, second, again);
    }

    private static List<String> messages(RepriseServer server, String test) throws Exception {
        String asked = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"weather?\"}";
        String first = post(server, test, "/v1/messages", asked + "]}");
        String use = found("toolu_\\w+", first);
        String second = post(
                server,
                test,
                "/v1/messages",
                asked + ",{\"role\":\"assistant\",\"content\":" + found("\\[\\{\"type\":\"thinking.*\\}\\]", first)
                        + "},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"" + use
                        + "\",\"content\":\"sunny\"}]}]}");
        return List.of(first, second);
    }

    private static Conversation conversation(String name) {
        return Map.<String, Conversation>of(
                        "chat",
                        (server, test) -> chat(server, test, false),
                        "streamed chat",
                        (server, test) -> chat(server, test, true),
                        "responses",
                        RerecordedConversationsTest::responses,
                        "messages",
                        RerecordedConversationsTest::messages)
                .get(name);
    }

    private FakeUpstream upstream(String day) throws IOException {
        return fixture.upstream((call, request, out) -> answer(day, request, out));
    }

    private RepriseServer serve(Mode mode, FakeUpstream... upstreams) {
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstreams);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "streamed chat", "responses", "messages"})
    void recordingAChainAgainLeavesAllRecordingsUntouched(String name) throws Exception {
        Conversation conversation = conversation(name);
        List<String> first = conversation.run(serve(Mode.RECORD, upstream("monday")), "t");
        List<Recording> before = fixture.store().recordings();

        FakeUpstream tuesday = upstream("tuesday5");
        List<String> again = conversation.run(serve(Mode.RECORD, tuesday), "t");

        assertThat(again).isNotEqualTo(first);
        assertThat(fixture.store().recordings()).isEqualTo(before);
        assertThat(tuesday.requests().get(1)).contains("tuesday5").doesNotContain("monday");
        assertThat(conversation.run(serve(Mode.REPLAY), "t")).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "streamed chat", "responses", "messages"})
    void testsWithoutANameHaveTheirPairs(String name) throws Exception {
        Conversation conversation = conversation(name);
        conversation.run(serve(Mode.RECORD, upstream("monday")), "");
        List<Recording> before = fixture.store().recordings();

        conversation.run(serve(Mode.RECORD, upstream("tuesday5")), "");

        assertThat(fixture.store().recordings()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "streamed chat", "responses", "messages"})
    void freshIdsAreFoundAgain(String name) throws Exception {
        Conversation conversation = conversation(name);
        List<String> first = conversation.run(serve(Mode.RECORD, upstream("monday")), "t");
        fixture.cache(new CacheSettings(Ids.FRESH, 1 << 20));
        RepriseServer server = serve(Mode.REPLAY);

        List<String> one = conversation.run(server, "t");
        List<String> other = conversation.run(server, "t");

        assertThat(one).hasSameSizeAs(first);
        assertThat(one.get(0)).isNotEqualTo(first.get(0)).isNotEqualTo(other.get(0));
    }

    @Test
    void parallelTestsDoNotMix() throws Exception {
        int tests = 8;
        RepriseServer monday = serve(Mode.RECORD, upstream("monday"));
        for (int i = 0; i < tests; i++) {
            chat(monday, "t" + i, false);
        }
        List<Recording> before = fixture.store().recordings();
        RepriseServer tuesday = serve(Mode.RECORD, upstream("tuesday5"));

        List<CompletableFuture<List<String>>> running = new ArrayList<>();
        for (int i = 0; i < tests; i++) {
            String test = "t" + i;
            running.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return chat(tuesday, test, true);
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }));
            chat(tuesday, test, false);
        }
        running.forEach(CompletableFuture::join);

        assertThat(fixture.store().recordings()).containsAll(before).hasSize(before.size() + 2 * tests);
    }

    /** The upstream never closes the connection of the first answer, and the client goes on after the end mark. */
    @ParameterizedTest
    @ValueSource(strings = {"t", ""})
    void aClientThatGoesOnAfterTheEndMarkIsUnderstood(String test) throws Exception {
        chat(serve(Mode.RECORD, upstream("monday")), test, true);
        List<Recording> before = fixture.store().recordings();
        CountDownLatch isOver = new CountDownLatch(1);
        FakeUpstream tuesday = fixture.upstream((call, request, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(chat("tuesday5", request.contains("sunny"), true).getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (call == 0) {
                isOver.await();
            }
        });
        RepriseServer server = serve(Mode.RECORD, tuesday);

        HttpRequest.BodyPublisher asked = HttpRequest.BodyPublishers.ofString(stream(ASKED, true));
        HttpResponse<InputStream> first = HttpClient.newHttpClient()
                .send(request(server, test, CHAT).POST(asked).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader events = new BufferedReader(new InputStreamReader(first.body(), StandardCharsets.UTF_8))) {
            StringBuilder seen = new StringBuilder();
            while (!seen.toString().endsWith("[DONE]")) {
                seen.append(events.readLine());
            }
            second(server, test, found("call_\\w+", seen.toString()), true);
        }
        isOver.countDown();

        assertThat(tuesday.requests().get(1)).contains("call_tuesday5abc123");
        assertThat(fixture.store().recordings()).isEqualTo(before);
    }

    @Test
    void aRequestThatCameBeforeItsIdWasHandedOutIsTranslatedAfterwards() throws Exception {
        chat(serve(Mode.RECORD, upstream("monday")), "t", false);
        RepriseServer server = serve(Mode.RECORD, upstream("tuesday5"));
        String second = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"weather?\"},"
                + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call_tuesday5abc123\",\"type\":\"function\"}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"call_tuesday5abc123\",\"content\":\"sunny\"}]}";
        HttpRequest replaying = request(server, "t", CHAT)
                .header("X-Reprise-Mode", "replay")
                .POST(HttpRequest.BodyPublishers.ofString(second))
                .build();

        HttpResponse<String> before = ask(replaying);
        post(server, "t", CHAT, ASKED);
        HttpResponse<String> after = ask(replaying);

        assertThat(before.statusCode()).isEqualTo(404);
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(after.body()).contains("It is sunny.").contains("mondaysecond");
    }

    @Test
    void anotherTestDoesNotKnowThePairsOfATest() throws Exception {
        chat(serve(Mode.RECORD, upstream("monday")), "t", false);
        RepriseServer server = serve(Mode.RECORD, upstream("tuesday5"));
        chat(server, "t", false);

        post(server, "other", CHAT, "{\"model\":\"m\",\"user\":\"call_tuesday5abc123\",\"messages\":[]}");

        assertThat(fixture.store().recordings().stream()
                        .filter(recording -> recording.test().equals(new TestId("other")))
                        .map(recording -> recording.exchange().request().body().toString()))
                .singleElement()
                .asString()
                .contains("call_tuesday5abc123");
    }

    @Test
    void anAnswerInOtherWordsKeepsItsIds() throws Exception {
        UnaryOperator<String> rude = body -> body.replace("\"arguments\":\"{}\"", "\"arguments\":\"{\\\"now\\\":1}\"");
        chat(serve(Mode.RECORD, upstream("monday")), "t", true);
        FakeUpstream tuesday = fixture.upstream((call, request, out) ->
                write(out, "text/event-stream", rude.apply(chat("tuesday5", request.contains("sunny"), true))));

        chat(serve(Mode.RECORD, tuesday), "t", true);

        assertThat(fixture.store().recordings())
                .hasSize(2)
                .allSatisfy(
                        recording -> assertThat(recording.exchange().request().body() + " "
                                        + recording.exchange().response().body())
                                .doesNotContain("tuesday"));
        List<String> replayed = chat(serve(Mode.REPLAY), "t", true);
        assertThat(replayed.get(0)).contains("\\\"now\\\":1").contains("call_mondayabc123");
    }

    @Test
    void aTestThatStartsOverForgetsItsPairs() throws Exception {
        chat(serve(Mode.RECORD, upstream("monday")), "t", false);
        RepriseServer server = serve(Mode.RECORD, upstream("tuesday5"));
        chat(server, "t", false);
        send(request(server, "", "/__reprise/tests/start-over?test=t").POST(HttpRequest.BodyPublishers.noBody()));

        post(server, "t", CHAT, "{\"model\":\"m\",\"user\":\"call_tuesday5abc123\",\"messages\":[]}");

        assertThat(fixture.store().recordings())
                .hasSize(3)
                .anySatisfy(recording -> assertThat(
                                recording.exchange().request().body().toString())
                        .contains("call_tuesday5abc123"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422})
    void aRefusalOfAnIdThatWasReplayedIsNotKept(int status) throws Exception {
        responses(serve(Mode.RECORD, upstream("monday")), "t");
        FakeUpstream refusing = fixture.upstream((call, request, out) -> out.write(("HTTP/1.1 " + status
                        + " no\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")
                .getBytes(StandardCharsets.US_ASCII)));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING, refusing);
        int before = fixture.store().recordings().size();
        String first = post(server, "t", "/v1/responses", "{\"model\":\"m\",\"input\":\"one\"}");
        String asked =
                "{\"model\":\"m\",\"input\":\"three\",\"previous_response_id\":\"" + found("resp_\\w+", first) + "\"}";

        HttpResponse<String> answer = ask(request(server, "t", "/v1/responses")
                .POST(HttpRequest.BodyPublishers.ofString(asked))
                .build());
        HttpResponse<String> other = ask(request(server, "t", "/v1/responses")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\",\"input\":\"wrong\"}"))
                .build());
        server.close();

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(other.statusCode()).isEqualTo(status);
        assertThat(fixture.store().recordings()).hasSize(before + 1);
        assertThat(fixture.log()).contains("not kept: the request carries 'resp_firstmonday'");
    }
}
