package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.Json;
import io.reprise.core.plan.Mode;
import io.reprise.server.control.OpenApiRoute;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes under {@code /__reprise/}, but for those of rules (see {@link RulesApiTest}). */
class ControlApiTest {
    private static final String OTHER = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"bye\"}]}";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private static Json get(RepriseServer server, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = OpenApi.call(server, "GET", path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        return Json.parse(answer.body());
    }

    private static String text(Json object, String name) {
        return object.get(name).flatMap(Json::string).orElse("");
    }

    private static String number(Json object, String name) {
        return object.get(name)
                .map(value -> ((Json.JsonNumber) value).spelling())
                .orElse("");
    }

    private RepriseServer serve() {
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    @Test
    void theDescriptionNamesEachRouteAndNoOther() throws Exception {
        RepriseServer server = serve();

        Json document = get(server, "openapi.json");
        Json listed = Json.parse(OpenApi.call(server, "GET", "openapi.json").body());

        assertThat(text(document, "openapi")).isEqualTo("3.1.0");
        assertThat(document).isEqualTo(listed);
        String routes = ServerFixture.ask(
                        HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/nothing"))
                                .build())
                .body();
        for (Json.Member path : new OpenApi(document).paths().members()) {
            assertThat(routes).contains(" " + path.name().substring(1));
        }
        for (Json.Member operation : described().get("operations").orElseThrow().members()) {
            String[] parts = operation.name().split(" ", 2);
            assertThat(new OpenApi(document)
                            .paths()
                            .get("/" + parts[1])
                            .flatMap(methods -> methods.get(parts[0].toLowerCase(Locale.ROOT))))
                    .as(operation.name())
                    .isPresent();
        }
    }

    /** The part of the description that is written by hand. */
    private static Json described() throws IOException {
        try (InputStream resource = Objects.requireNonNull(OpenApiRoute.class.getResourceAsStream("openapi.json"))) {
            return Json.parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/__Reprise/health",
                "/__REPRISE/health",
                "//__reprise/health",
                "/%5f%5Freprise/health",
                "/__reprise%2Fhealth",
                "/__%72eprise//health",
                "/v1/__reprise/health",
                "/u/127.0.0.1/v1/__reprise/health"
            })
    void aMisspeltPathOfRepriseReachesNoUpstream(String path) throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            throw new AssertionError("asked for " + path);
        });
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        HttpResponse<String> answer = ServerFixture.ask(
                HttpRequest.newBuilder(URI.create(ServerFixture.url(server).resolve("/") + path.substring(1)))
                        .build());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(Json.parse(answer.body()), "error"))
                .contains("is not sent to an upstream; did you mean '/__reprise/health'?");
    }

    @Test
    void healthTellsTheModeAndTheUpstreams() throws Exception {
        RepriseServer server = serve();

        Json health = get(server, "health");

        assertThat(text(health, "status")).isEqualTo("ok");
        assertThat(text(health, "mode")).isEqualTo("replay");
        assertThat(number(health, "upstreams")).isEqualTo("0");
        assertThat(OpenApi.call(server, "HEAD", "health").statusCode()).isEqualTo(200);
    }

    @Test
    void recordingsAreListedUpToTheLimit() throws Exception {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(1, "{}", "[DONE]"));
        fixture.keep(OTHER, 1, ServerFixture.stream(1, "[DONE]"));
        RepriseServer server = serve();

        Json all = get(server, "recordings");
        Json first = get(server, "recordings?limit=1");

        assertThat(all.get("recordings").map(Json::items).orElseThrow()).hasSize(2);
        assertThat(all.get("cursor")).contains(Json.NULL);
        assertThat(all.get("complete")).contains(Json.TRUE);
        assertThat(number(all, "read")).isEqualTo("2");
        assertThat(number(all, "found")).isEqualTo("2");
        List<Json> listed = first.get("recordings").map(Json::items).orElseThrow();
        assertThat(listed).hasSize(1);
        assertThat(text(first, "cursor")).isNotEmpty();
        assertThat(number(first, "total")).isEqualTo("2");
        assertThat(listed.get(0).members().stream().map(Json.Member::name))
                .containsExactly(
                        "location",
                        "test",
                        "key",
                        "occurrence",
                        "upstream",
                        "method",
                        "path",
                        "model",
                        "title",
                        "status",
                        "chunks",
                        "bytes",
                        "answer",
                        "tokens",
                        "cost_usd",
                        "recorded_at",
                        "family",
                        "stream",
                        "first_token_ms",
                        "duration_ms",
                        "ending",
                        "tools");
        assertThat(text(listed.get(0), "method")).isEqualTo("POST");
        assertThat(text(listed.get(0), "path")).isEqualTo("/v1/chat/completions");
        assertThat(text(listed.get(0), "model")).isEqualTo("m");
        assertThat(text(listed.get(0), "key")).hasSize(64);
        assertThat(number(listed.get(0), "occurrence")).isEqualTo("1");
    }

    @Test
    void recordingsOfOneTestAreListedAlone() throws Exception {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(1, "{}", "[DONE]"));
        RepriseServer server = serve();

        assertThat(get(server, "recordings?test=another").get("recordings").map(Json::items))
                .isEqualTo(Optional.of(List.of()));
    }

    @Test
    void missesAreListedWithTheirReason() throws Exception {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(1, "{}", "[DONE]"));
        RepriseServer server = serve();

        HttpResponse<String> missed = ServerFixture.ask(ServerFixture.chat(server, OTHER));
        List<Json> misses = get(server, "misses").get("misses").map(Json::items).orElseThrow();

        assertThat(missed.statusCode()).isEqualTo(404);
        assertThat(misses).hasSize(1);
        assertThat(text(misses.get(0), "key"))
                .isEqualTo(missed.headers().firstValue("x-reprise-miss").orElseThrow());
        assertThat(text(misses.get(0), "reason")).isEqualTo("not-recorded");
        assertThat(text(misses.get(0), "message")).contains("bye");
    }

    @Test
    void missesHaveIdsAndPages() throws Exception {
        RepriseServer server = serve();
        for (String test : new String[] {"a", "b", "c"}) {
            ServerFixture.ask(ServerFixture.chat(server, OTHER, "X-Reprise-Test", test));
        }

        Json first = get(server, "misses?limit=2");
        Json rest = get(server, "misses?limit=2&cursor=" + text(first, "cursor"));

        assertThat(first.get("misses").map(Json::items).orElseThrow())
                .extracting(miss -> text(miss, "id") + text(miss, "test"))
                .containsExactly("3c", "2b");
        assertThat(rest.get("misses").map(Json::items).orElseThrow())
                .extracting(miss -> text(miss, "id") + text(miss, "test"))
                .containsExactly("1a");
        assertThat(number(rest, "total")).isEqualTo("3");
        assertThat(rest.get("cursor")).contains(Json.NULL);
        assertThat(get(server, "misses?filter=test:b")
                        .get("misses")
                        .map(Json::items)
                        .orElseThrow())
                .extracting(miss -> text(miss, "id"))
                .containsExactly("2");
        assertThat(OpenApi.call(server, "GET", "misses?filter=outcome:missed").body())
                .contains("'outcome:' does not apply to misses");
    }

    @Test
    void countsBeginAnewWhereSomeoneWantsIt() throws Exception {
        RepriseServer server = serve();
        ServerFixture.ask(ServerFixture.chat(server, OTHER));

        assertThat(ServerFixture.ask(
                                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/report/reset"))
                                        .POST(HttpRequest.BodyPublishers.ofString("{\"a\":1}"))
                                        .build())
                        .body())
                .contains("takes no body and no parameters")
                .doesNotContain("query");
        HttpResponse<String> before = OpenApi.call(server, "POST", "report/reset");
        Json after = get(server, "report");

        assertThat(number(Json.parse(before.body()), "missed")).isEqualTo("1");
        assertThat(number(after, "missed")).isEqualTo("0");
        assertThat(server.report().count(io.reprise.server.outcome.Outcome.Verb.MISSED))
                .isEqualTo(1);
    }

    @Test
    void theReportCountsWhatBecameOfRequests() throws Exception {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(1, "{}", "[DONE]"));
        RepriseServer server = serve();
        for (int i : IntStream.range(0, 3).toArray()) {
            ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION, "X-Reprise-Test", "t" + i));
        }
        ServerFixture.ask(ServerFixture.chat(server, OTHER));

        Json report = get(server, "report");

        assertThat(number(report, "replayed")).isEqualTo("3");
        assertThat(number(report, "missed")).isEqualTo("1");
        assertThat(number(report, "recorded")).isEqualTo("0");
        assertThat(number(report, "upstream_calls")).isEqualTo("0");
        assertThat(report.get("misses").map(Json::items).orElseThrow()).hasSize(1);
        assertThat(report.get("not_kept").map(Json::items)).isEqualTo(Optional.of(List.of()));
        assertThat(report.get("tokens_saved")).isPresent();
    }

    @Test
    void theReportSaysWhatReplaysSavedAndWhatHasNoPrice() throws Exception {
        fixture.keep(
                ServerFixture.QUESTION,
                1,
                ServerFixture.stream(
                        1, "{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"cost\":0.0125}}", "[DONE]"));
        fixture.keep(OTHER, 1, ServerFixture.stream(1, "{\"usage\":{\"prompt_tokens\":1}}", "[DONE]"));
        RepriseServer server = serve();
        ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION));
        ServerFixture.ask(ServerFixture.chat(server, ServerFixture.QUESTION));
        ServerFixture.ask(ServerFixture.chat(server, OTHER));

        Json report = get(server, "report");

        assertThat(report.text("cost_saved_usd")).isEqualTo("0.025");
        assertThat(number(report, "unpriced")).isEqualTo("1");
        assertThat(report.get("tokens_saved").map(tokens -> number(tokens, "input")))
                .contains("15");
    }

    @Test
    void anAnswerThatCouldNotBeKeptStandsInTheReportAndIsToldTheNextClient() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, asked, out) ->
                out.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".getBytes(StandardCharsets.UTF_8)));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        fixture.store().fill();

        HttpResponse<String> answer = ServerFixture.ask(ServerFixture.chat(server, OTHER));
        Json report = get(server, "report");
        HttpResponse<String> next = ServerFixture.ask(ServerFixture.chat(server, OTHER));

        assertThat(answer.body()).isEqualTo("{}");
        List<Json> notKept = report.get("not_kept").map(Json::items).orElseThrow();
        assertThat(notKept).hasSize(1);
        assertThat(text(notKept.get(0), "request")).isEqualTo("POST /v1/chat/completions");
        assertThat(text(notKept.get(0), "reason")).contains("no space left");
        assertThat(notKept.get(0).get("test")).contains(Json.JsonNull.NULL);
        assertThat(next.headers().firstValue("x-reprise-warning"))
                .contains("an answer could not be recorded; GET /__reprise/report says which, and why");
        assertThat(server.failedRecordings()).isEqualTo(2);
    }

    @Test
    void aTestThatStartsOverIsGivenItsFirstAnswerAgain() throws Exception {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(1, "{\"n\":1}", "[DONE]"));
        fixture.keep(ServerFixture.QUESTION, 2, ServerFixture.stream(1, "{\"n\":2}", "[DONE]"));
        RepriseServer server = serve();
        HttpRequest ask = ServerFixture.chat(server, ServerFixture.QUESTION, "X-Reprise-Test", "t");
        assertThat(ServerFixture.ask(ask).body()).contains("\"n\":1");
        assertThat(ServerFixture.ask(ask).body()).contains("\"n\":2");

        HttpResponse<String> one = OpenApi.call(server, "POST", "tests/start-over?test=t");
        assertThat(text(Json.parse(one.body()), "started_over")).isEqualTo("t");
        assertThat(ServerFixture.ask(ask).body()).contains("\"n\":1");

        HttpResponse<String> all = OpenApi.call(server, "POST", "tests/start-over");
        assertThat(text(Json.parse(all.body()), "started_over")).isEqualTo("all tests");
        assertThat(ServerFixture.ask(ask).body()).contains("\"n\":1");
    }
}
