package io.reprise.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.PlaceholderKey;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What test frameworks ask for: a test starts, asks, and ends. docs/test-protocol.md specifies it. */
class TestProtocolTest {
    private static final String QUESTION =
            "{\"model\":\"tiny\",\"messages\":[{\"role\":\"system\",\"content\":\"be brief\"},{\"role\":\"user\",\"content\":\"a joke\"}],"
                    + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":{}}}],\"stream\":true}";
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 26\r\n\r\n{\"choices\":[],\"id\":\"abcd\"}";
    private static final String OTHER =
            "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"a pun\"}],\"stream\":true}";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = fixture.closing(new DirectoryStore(directory, KeyRules.NONE));
    }

    private RepriseServer replaying() {
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
    }

    private String keep(String test, String body) {
        Question question = KeyRules.NONE.question(ServerFixture.request(body), new TestId(test));
        return store.append(
                        question,
                        "",
                        new Exchange(ServerFixture.request(body), ServerFixture.stream(1, "{\"n\":1}", "[DONE]")))
                .location();
    }

    private static HttpResponse<String> send(RepriseServer server, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Json call(RepriseServer server, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(server, method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Json json = Json.parse(answer.body());
        new OpenApi(Json.parse(OpenApi.call(server, "GET", "openapi.json").body()))
                .check(method.toLowerCase(Locale.ROOT), path.replaceFirst("\\?.*", ""), 200, json);
        return json;
    }

    private static Json start(RepriseServer server, String test, String body) throws IOException, InterruptedException {
        return call(server, "POST", "tests/start?test=" + test, body);
    }

    private static Json end(RepriseServer server, Json run, String more) throws IOException, InterruptedException {
        return call(server, "POST", "tests/end", "{\"run\":\"" + run.text("run") + "\"" + more + "}");
    }

    private static HttpResponse<String> ask(RepriseServer server, String test, String body)
            throws IOException, InterruptedException {
        return ServerFixture.ask(ServerFixture.chat(server, body, "X-Reprise-Test", test));
    }

    private static int number(Json json, String name) {
        return json.get(name)
                .map(value -> Integer.parseInt(((Json.JsonNumber) value).spelling()))
                .orElseThrow();
    }

    private static List<Json> items(Json json, String name) {
        return json.get(name).map(Json::items).orElseThrow();
    }

    @Test
    void anAliasIsOfOneTestAfterTheOther() throws Exception {
        keep("one", QUESTION);
        keep("two", OTHER);
        RepriseServer server = replaying();
        Json one = start(server, "one", "");
        Json two = start(server, "two", "");

        call(server, "POST", "tests/bind?alias=context&test=one", "");
        ask(server, "context", QUESTION);
        ask(server, "context", QUESTION);
        Json bound = call(server, "POST", "tests/bind?alias=context&test=two", "");
        ask(server, "context", OTHER);
        ask(server, "context", QUESTION);
        call(server, "POST", "tests/bind?alias=context", "");
        ask(server, "context", QUESTION);

        assertThat(bound.text("path")).isEqualTo("/t/context");
        assertThat(number(end(server, one, ""), "replayed")).isEqualTo(2);
        Json ofTwo = end(server, two, "");
        assertThat(number(ofTwo, "replayed")).isEqualTo(1);
        assertThat(number(ofTwo, "missed")).isEqualTo(1);
    }

    @Test
    void anAliasThatHasAskedBeforeIsBoundAllTheSame() throws Exception {
        keep("one", QUESTION);
        RepriseServer server = replaying();
        Json one = start(server, "one", "");
        for (int i = 0; i < 4; i++) { // over several connections, and so on all event loops
            ask(server, "context", QUESTION);
        }

        call(server, "POST", "tests/bind?alias=context&test=one", "");
        for (int i = 0; i < 4; i++) {
            ask(server, "context", QUESTION);
        }

        assertThat(number(end(server, one, ""), "replayed")).isEqualTo(4);
    }

    @Test
    void theOutcomeHasWhatTheTestAskedAndWhatBecameOfIt() throws Exception {
        String location = keep("a", QUESTION);
        String unused = keep("a", OTHER);
        RepriseServer server = replaying();

        Json run = start(server, "a", "");
        ask(server, "a", QUESTION);
        ask(server, "a", "{\"model\":\"tiny\",\"messages\":[]}");
        ask(server, "b", QUESTION);
        Json outcome = end(server, run, "");

        assertThat(run.text("mode")).isEqualTo("replay");
        assertThat(run.text("path")).isEqualTo("/t/a");
        assertThat(number(outcome, "replayed")).isEqualTo(1);
        assertThat(number(outcome, "missed")).isEqualTo(1);
        assertThat(number(outcome, "open")).isZero();
        assertThat(items(outcome, "unused")).containsExactly(new Json.JsonString(unused));
        assertThat(items(outcome, "misses")).hasSize(1);
        assertThat(items(outcome, "misses").get(0).text("message")).startsWith("no recording answers POST");
        assertThat(items(outcome, "requests"))
                .extracting(row -> row.text("outcome"))
                .containsExactly("replayed", "missed");
        assertThat(items(outcome, "requests").get(0).text("location")).isEqualTo(location);
    }

    @Test
    void whatWasSentCanBeRead() throws Exception {
        RepriseServer server = replaying();
        Json run = start(server, "a", "");
        ask(server, "a", QUESTION);
        end(server, run, "");

        Json sent = call(server, "GET", "tests/requests?run=" + run.text("run"), "");

        Json request = items(sent, "requests").get(0);
        assertThat(request.text("path")).isEqualTo("/v1/chat/completions");
        assertThat(request.text("model")).isEqualTo("tiny");
        assertThat(items(request, "messages"))
                .extracting(message -> message.text("role") + ": " + message.text("text"))
                .containsExactly("system: be brief", "user: a joke");
        assertThat(items(request, "tools")).containsExactly(new Json.JsonString("get_weather"));
        assertThat(request.get("body")).contains(Json.parse(QUESTION));
    }

    @Test
    void aRunBeginsWithTheFirstAnswerAndWithoutTheRequestsOfTheOneBefore() throws Exception {
        keep("a", QUESTION);
        RepriseServer server = replaying();
        Json first = start(server, "a", "");
        ask(server, "a", QUESTION);
        Json second = start(server, "a", "");
        ask(server, "a", QUESTION);
        ask(server, "a", QUESTION);

        assertThat(number(end(server, first, ""), "replayed")).isEqualTo(1);
        assertThat(number(end(server, second, ""), "replayed")).isEqualTo(2);
    }

    @Test
    void faultsAndPaceHoldForOneRun() throws Exception {
        keep("a", QUESTION);
        RepriseServer server = replaying();

        start(server, "a", "{\"faults\":[\"status=503; first=1\"],\"pace\":\"instant\"}");
        assertThat(ask(server, "a", QUESTION).statusCode()).isEqualTo(503);
        assertThat(ask(server, "a", QUESTION).statusCode()).isEqualTo(200);
        start(server, "a", "");
        assertThat(ask(server, "a", QUESTION).statusCode()).isEqualTo(200);
    }

    @Test
    void aRunHasAModeOfItsOwn() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> out.write(ANSWER.getBytes(UTF_8)));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream);

        Json run = start(server, "a", "{\"mode\":\"record-if-missing\"}");
        int started = ask(server, "a", QUESTION).statusCode();
        int other = ask(server, "b", QUESTION).statusCode();
        Json outcome = end(server, run, "");

        assertThat(started).isEqualTo(200);
        assertThat(other).isEqualTo(404);
        assertThat(number(outcome, "recorded")).isEqualTo(1);
        assertThat(number(outcome, "upstream_calls")).isEqualTo(1);
        assertThat(number(items(outcome, "requests").get(0), "upstream_calls")).isEqualTo(1);
    }

    @Test
    void clientsWithoutAKeyGetAPlaceholderInReplay() throws Exception {
        FakeUpstream here = fixture.upstream((call, request, out) -> out.write(ANSWER.getBytes(UTF_8)));
        RepriseServer server =
                fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, store, KeyRules.NONE, here);

        assertThat(start(server, "a", "").get("key_placeholder")).contains(Json.NULL);
        assertThat(start(server, "a", "{\"mode\":\"replay\"}").text("key_placeholder"))
                .isEqualTo(PlaceholderKey.TEXT);
        assertThat(start(replaying(), "a", "").text("key_placeholder")).isEqualTo(PlaceholderKey.TEXT);
    }

    @Test
    void unusedRecordingsAreDeletedOnlyOnRequestAndAfterAWholeRun() throws Exception {
        keep("a", QUESTION);
        String unused = keep("a", OTHER);
        RepriseServer server = replaying();

        Json broken = start(server, "a", "");
        ask(server, "a", "{\"model\":\"tiny\",\"messages\":[]}");
        Json kept = end(server, broken, ",\"delete_unused\":true");
        assertThat(kept.get("deleted_unused")).contains(Json.parse("false"));
        assertThat(directory.resolve(unused)).exists();
        Json whole = start(server, "a", "");
        ask(server, "a", QUESTION);
        Json deleted = end(server, whole, ",\"delete_unused\":true");

        assertThat(deleted.get("deleted_unused")).contains(Json.parse("true"));
        assertThat(items(deleted, "unused")).containsExactly(new Json.JsonString(unused));
        assertThat(directory.resolve(unused)).doesNotExist();
    }

    /** A server with a run of a test, one of whose requests is open until it may be answered. */
    private record OpenRequest(
            RepriseServer server, Json run, CountDownLatch mayAnswer, CompletableFuture<HttpResponse<String>> answer) {}

    private OpenRequest openRequest() throws Exception {
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            isAsked.countDown();
            mayAnswer.await();
            out.write(ANSWER.getBytes(UTF_8));
        });
        RepriseServer server =
                fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstream);
        Json run = start(server, "a", "");
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(
                        ServerFixture.chat(server, QUESTION, "X-Reprise-Test", "a"),
                        HttpResponse.BodyHandlers.ofString());
        isAsked.await();
        return new OpenRequest(server, run, mayAnswer, answer);
    }

    @Test
    void theEndWaitsForOpenRequestsButNotForEver() throws Exception {
        OpenRequest open = openRequest();

        Json early = end(open.server(), open.run(), ",\"wait_ms\":1");
        CompletableFuture<Json> patient = CompletableFuture.supplyAsync(() -> patientEnd(open.server(), open.run()));
        open.mayAnswer().countDown();

        assertThat(number(early, "open")).isEqualTo(1);
        assertThat(number(patient.get(), "recorded")).isEqualTo(1);
        assertThat(open.answer().get().statusCode()).isEqualTo(200);
    }

    @Test
    void whatWasSentWaitsForOpenRequestsButNotForEver() throws Exception {
        OpenRequest open = openRequest();
        HttpClient client = HttpClient.newHttpClient();

        Json early = Json.parse(
                client.send(sent(open, 1), HttpResponse.BodyHandlers.ofString()).body());
        CompletableFuture<HttpResponse<String>> patient =
                client.sendAsync(sent(open, 60_000), HttpResponse.BodyHandlers.ofString());
        open.mayAnswer().countDown();

        assertThat(items(early, "requests")).isEmpty();
        assertThat(items(Json.parse(patient.get().body()), "requests")).hasSize(1);
        assertThat(open.answer().get().statusCode()).isEqualTo(200);
    }

    private static HttpRequest sent(OpenRequest open, int waitMs) {
        return HttpRequest.newBuilder(ServerFixture.url(open.server())
                        .resolve("/__reprise/tests/requests?wait_ms=" + waitMs + "&run="
                                + open.run().text("run")))
                .build();
    }

    private static Json patientEnd(RepriseServer server, Json run) {
        try {
            return end(server, run, ",\"wait_ms\":60000");
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | tests/start | | 400 | the parameter 'test' is missing",
                "POST | tests/start?test=a | [] | 400 | the body must be a JSON object",
                "POST | tests/start?test=a | {\"mode\":\"recrod\"} | 400 | recrod",
                "POST | tests/start?test=a | {\"mode\":\"record\"} | 400 | this server knows none",
                "POST | tests/start?test=a | {\"faults\":[7]} | 400 | must be a string",
                "POST | tests/start?test=a | {\"faults\":[\"cutt\"]} | 400 | is not a fault",
                "POST | tests/start?test=a | {\"pace\":\"fast\"} | 400 | is not a pace",
                "POST | tests/end | {} | 400 | the member 'run' is missing",
                "POST | tests/end | {\"run\":\"x\"} | 404 | there is no run 'x'",
                "POST | tests/end | {\"run\":\"x\",\"wait\":1} | 400 | the body has no member 'wait'",
                "GET | tests/requests?run=x | | 404 | there is no run 'x'",
                "GET | tests/requests | | 400 | the parameter 'run' is missing"
            })
    void whatIsWrongIsSaid(String method, String path, String body, int status, String message) throws Exception {
        HttpResponse<String> answer = send(replaying(), method, path, body == null ? "" : body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }
}
