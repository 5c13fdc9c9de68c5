package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.access.AccessSettings;
import io.reprise.server.replay.ReplaySettings;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What all operations of the control API have in common: each that {@code openapi.json} describes is asked, so that none can be forgotten. */
@Slow
class EveryRouteTest {
    private static final String BODY = """
            {"model":"m","seed":1,"stream":true,"messages":[
             {"role":"user","content":[{"type":"text","text":"what is this?"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=="}}]},
             {"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"call_1","content":"7"}],
             "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}""";
    private static final String END = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}";

    /** Statuses that take long, or many connections, or another protocol; the tests of these routes have them. */
    private static final Set<String> ELSEWHERE =
            Set.of("GET diff 503", "POST prune 409", "GET events 503", "POST mcp 404");

    /** One that is described. */
    private record Operation(String method, String path, Json json) {
        List<Json> parameters() {
            return json.get("parameters").orElseThrow().items();
        }

        boolean isMcp() {
            return path.equals("mcp");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** What makes an operation answer with a status. */
    private record Sample(String operation, int status, String query, String body, String... headers) {}

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private Store store;
    private String location = "";
    private String other = "";
    private String broken = "";
    private RepriseServer server;
    private OpenApi document;

    @BeforeEach
    void open() throws Exception {
        store = fixture.closing(new DirectoryStore(directory, KeyRules.NONE));
        location = keep("a", BODY, "one");
        other = keep("b", BODY, "two");
        broken = keep("c", BODY, "three");
        Files.writeString(directory.resolve(broken), "{");
        server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
        document = new OpenApi(Json.parse(ask("GET", "openapi.json", "").body()));
    }

    private String keep(String test, String body, String words) {
        Question question = KeyRules.NONE.question(ServerFixture.request(body), new TestId(test));
        String event = "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\",\"content\":\"%s\"}}]}"
                .formatted(words);
        return store.append(
                        question, "", new Exchange(question.request(), ServerFixture.stream(20, event, END, "[DONE]")))
                .location();
    }

    private HttpResponse<String> ask(String method, String path, String body, String... headers) throws Exception {
        return askOf(server, method, path, body, headers);
    }

    private static HttpResponse<String> askOf(
            RepriseServer server, String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        ServerFixture.url(server).resolve("/__reprise/" + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return ServerFixture.ask(request.build());
    }

    private List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        document.paths()
                .members()
                .forEach(path -> path.value()
                        .members()
                        .forEach(method -> all.add(new Operation(
                                method.name().toUpperCase(Locale.ROOT),
                                path.name().substring(1),
                                method.value()))));
        assertThat(all).hasSizeGreaterThan(30);
        return all;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A value that is right. */
    private String sample(String name) throws Exception {
        return switch (name) {
            case "location" -> location;
            case "part" -> "0";
            case "as" -> "curl";
            case "test", "alias" -> "a";
            case "run" -> run();
            default -> throw new AssertionError("no sample of " + name);
        };
    }

    private String run() throws Exception {
        return Json.parse(ask("POST", "tests/start?test=a", "").body()).text("run");
    }

    /** The query that an operation must have, but for one parameter. */
    private String required(Operation operation, String without) throws Exception {
        StringBuilder query = new StringBuilder(without.equals("b_test") ? "?a_test=a&" : "?");
        for (Json parameter : operation.parameters()) {
            boolean isRequired =
                    parameter.get("required").filter(Json.TRUE::equals).isPresent();
            if (isRequired && !parameter.text("name").equals(without)) {
                query.append(parameter.text("name"))
                        .append('=')
                        .append(encoded(sample(parameter.text("name"))))
                        .append('&');
            }
        }
        return query.toString();
    }

    private String refused(Operation operation, String query, String body) throws Exception {
        HttpResponse<String> answer =
                ask(operation.method(), operation.path() + query, body, "content-type", "application/json");
        assertThat(answer.statusCode())
                .as(operation + query + " " + body + answer.body())
                .isEqualTo(400);
        Json json = Json.parse(answer.body());
        document.check(operation.method().toLowerCase(Locale.ROOT), operation.path(), 400, json);
        return json.text("error");
    }

    @Test
    void refusesAnUnknownParameterAndNamesTheNearest() throws Exception {
        for (Operation operation : operations()) {
            assertThat(refused(operation, "?nonsense=1", ""))
                    .contains("there is no parameter 'nonsense' here; it takes ");
            for (Json parameter : operation.parameters()) {
                String name = parameter.text("name");
                if (name.length() > 3) {
                    assertThat(refused(operation, "?" + name + "s=1", "")).contains("did you mean '" + name + "'?");
                }
                assertThat(refused(operation, "?" + name + "=1&" + name + "=1", ""))
                        .contains("given twice");
            }
        }
    }

    @Test
    void refusesAValueThatIsOutOfItsRangeAndSaysTheRange() throws Exception {
        for (Operation operation : operations()) {
            for (Json parameter : operation.parameters()) {
                String name = parameter.text("name");
                Json schema = parameter.get("schema").orElseThrow();
                String query = required(operation, name) + name + "=";
                for (String wrong : wrong(schema)) {
                    String error = refused(operation, query + encoded(wrong), "");
                    assertThat(error)
                            .as(operation + " " + name)
                            .contains(
                                    wrong.length() > 2_000 ? "2001" : name.equals("sort") ? "sort" : "'" + name + "'");
                    if (schema.text("type").equals("integer")
                            && schema.at("minimum").orElseThrow().equals(number(1))) {
                        assertThat(error).contains("from 1 to " + bound(schema, "maximum"));
                    }
                }
                if (parameter.get("required").filter(Json.TRUE::equals).isPresent()) {
                    refused(operation, required(operation, name), "");
                }
            }
        }
    }

    private static Json number(long number) {
        return new Json.JsonNumber(String.valueOf(number));
    }

    private static long bound(Json schema, String name) {
        return Long.parseLong(((Json.JsonNumber) schema.get(name).orElseThrow()).spelling());
    }

    private static List<String> wrong(Json schema) {
        if (schema.text("type").equals("integer")) {
            return List.of(
                    String.valueOf(bound(schema, "minimum") - 1),
                    String.valueOf(bound(schema, "maximum") + 1),
                    "x",
                    "1.5",
                    "",
                    "99999999999999999999");
        }
        List<String> wrong = new ArrayList<>();
        schema.get("enum").ifPresent(values -> wrong.addAll(List.of("nonsense", "")));
        schema.get("minLength").ifPresent(one -> wrong.add(""));
        schema.get("maxLength").ifPresent(most -> wrong.add("t".repeat(2_001)));
        return wrong;
    }

    @Test
    void answersAnotherMethodWithThoseThatAPathAccepts() throws Exception {
        Map<String, Set<String>> byPath = new TreeMap<>();
        operations()
                .forEach(operation -> byPath.computeIfAbsent(operation.path(), path -> new TreeSet<>())
                        .add(operation.method()));
        for (Map.Entry<String, Set<String>> path : byPath.entrySet()) {
            Set<String> accepted = new TreeSet<>(path.getValue());
            if (accepted.contains("GET")) {
                accepted.add("HEAD");
            }
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW")) {
                if (accepted.contains(method)) {
                    continue;
                }
                HttpResponse<String> answer = ask(method, path.getKey(), "");
                Set<String> allowed =
                        Set.of(answer.headers().firstValue("allow").orElse("").split(", ", -1));
                assertThat(answer.statusCode())
                        .as(method + " " + path.getKey())
                        .isEqualTo(method.equals("OPTIONS") ? 204 : 405);
                assertThat(allowed).containsAll(accepted).contains("OPTIONS").hasSize(accepted.size() + 1);
            }
        }
    }

    @Test
    void refusesABodyThatIsNotAsDescribed() throws Exception {
        for (Operation operation : operations()) {
            if (operation.isMcp() || operation.method().equals("GET")) {
                continue;
            }
            String query = required(operation, "");
            Optional<Json> schema = operation.json().at("requestBody", "content", "application/json", "schema");
            for (String wrong : List.of("{\"nonsense\":1}", "7", "{")) {
                refused(operation, query, wrong);
            }
            for (Json.Member member : schema.flatMap(object -> object.get("properties"))
                    .map(Json::members)
                    .orElse(List.of())) {
                String name = member.name();
                assertThat(refused(operation, query, "{\"" + name + "x\":1}")).contains("did you mean '" + name + "'?");
                String begin = "{" + othersOf(operation, name);
                assertThat(refused(operation, query, begin + "\"" + name + "\":{}}"))
                        .contains("'" + name + "'");
                if (member.value().text("type").equals("integer")) {
                    String most = String.valueOf(bound(member.value(), "maximum"));
                    assertThat(refused(operation, query, begin + "\"" + name + "\":-1}"))
                            .contains(most);
                    assertThat(refused(operation, query, begin + "\"" + name + "\":" + most + "0}"))
                            .contains(most);
                }
            }
        }
    }

    /** What else a body must have. */
    private String othersOf(Operation operation, String member) throws Exception {
        return switch (operation.path()) {
            case "tests/end" -> member.equals("run") ? "" : "\"run\":\"" + run() + "\",";
            case "rules/try" -> member.startsWith("rule") ? "" : "\"rule\":\"leave out $.seed\",";
            default -> "";
        };
    }

    @Test
    void asksForTheTokenAndRefusesPagesOfOthers() throws Exception {
        fixture.access(new AccessSettings(Optional.of("secret-token"), List.of()));
        RepriseServer guarded = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
        for (Operation operation : operations()) {
            if (!operation.path().equals("health")) {
                HttpResponse<String> none = askOf(guarded, operation.method(), operation.path(), "");
                assertThat(none.statusCode()).as(operation.toString()).isEqualTo(401);
                document.check(
                        operation.method().toLowerCase(Locale.ROOT), operation.path(), 401, Json.parse(none.body()));
            }
            HttpResponse<String> foreign =
                    ask(operation.method(), operation.path(), "", "Origin", "https://elsewhere.example");
            assertThat(foreign.statusCode()).as(operation.toString()).isEqualTo(403);
            document.check(
                    operation.method().toLowerCase(Locale.ROOT), operation.path(), 403, Json.parse(foreign.body()));
        }
    }

    private List<Sample> samples() throws Exception {
        List<Sample> all = new ArrayList<>();
        String its = "?location=" + encoded(location);
        ServerFixture.ask(ServerFixture.chat(server, "{\"model\":\"m\",\"messages\":[]}"));
        for (String plain : List.of(
                "health",
                "recordings",
                "unused",
                "tests",
                "requests",
                "misses",
                "report",
                "findings",
                "metrics",
                "openapi.json",
                "faults",
                "pace")) {
            all.add(new Sample("GET " + plain, 200, "", ""));
        }
        for (String view : List.of("show", "messages", "part", "chunks", "body", "copy", "media")) {
            String more =
                    view.equals("part") || view.equals("media") ? "&part=1" : view.equals("copy") ? "&as=curl" : "";
            all.add(new Sample("GET recordings/" + view, 200, its + more, ""));
            all.add(new Sample("GET recordings/" + view, 404, "?location=nothing.json" + more, ""));
            all.add(new Sample("GET recordings/" + view, 422, "?location=" + encoded(broken) + more, ""));
        }
        all.add(new Sample("GET diff", 200, "?a=" + encoded(location) + "&b=" + encoded(other), ""));
        all.add(new Sample("GET diff", 200, "?a_test=a&b_test=b", ""));
        all.add(new Sample("GET diff", 404, "?a=nothing&b=nothing", ""));
        all.add(new Sample("GET diff", 422, "?a=" + encoded(location) + "&b=" + encoded(broken), ""));
        all.add(new Sample("GET tests/summary", 200, "?test=a", ""));
        all.add(new Sample("GET tests/summary", 404, "?test=nobody", ""));
        all.add(new Sample("POST tests/start-over", 200, "?test=a", ""));
        all.add(new Sample("POST tests/start-over", 200, "", ""));
        all.add(new Sample("POST tests/start-over", 404, "?test=nobody", ""));
        all.add(new Sample("POST tests/start", 200, "?test=a", "{\"mode\":\"replay\",\"pace\":\"x2\"}"));
        all.add(new Sample("POST tests/bind", 200, "?alias=all&test=a", ""));
        String run = run();
        ServerFixture.ask(ServerFixture.chat(server, BODY, "X-Reprise-Test", "a"));
        all.add(new Sample("GET tests/requests", 200, "?run=" + run, ""));
        all.add(new Sample("GET tests/requests", 404, "?run=nothing", ""));
        all.add(new Sample("POST tests/end", 200, "", "{\"run\":\"" + run + "\"}"));
        all.add(new Sample("POST tests/end", 404, "", "{\"run\":\"nothing\"}"));
        all.add(new Sample("POST rules/try", 200, "", "{\"rule\":\"leave out $.seed\",\"miss\":\"1\"}"));
        all.add(new Sample("POST rules/try", 404, "", "{\"rule\":\"leave out $.seed\",\"miss\":\"99\"}"));
        all.add(new Sample("POST prune", 200, "", ""));
        all.add(new Sample("POST report/reset", 200, "", ""));
        for (String method : List.of("POST", "PUT")) {
            all.add(new Sample(method + " faults", 200, "", "{\"rules\":[\"status=503; test=x\"],\"for\":\"1h\"}"));
            all.add(new Sample(method + " pace", 200, "?test=a", "[\"x2\"]"));
            all.add(new Sample(method + " faults", 200, "", "status=503; test=x"));
            all.add(new Sample(method + " pace", 200, "", "x2"));
        }
        all.add(new Sample("DELETE faults", 200, "", ""));
        all.add(new Sample("DELETE pace", 200, "?test=a", ""));
        String[] json = {"content-type", "application/json"};
        all.add(new Sample("POST mcp", 200, "", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", json));
        all.add(new Sample("POST mcp", 200, "", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nothing\"}", json));
        all.add(new Sample(
                "POST mcp", 202, "", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", json));
        all.add(new Sample("POST mcp", 415, "", "x", "content-type", "text/plain"));
        all.add(new Sample("DELETE recordings", 200, its, ""));
        all.add(new Sample("DELETE recordings", 404, "?location=nothing.json", ""));
        all.add(new Sample("DELETE tests", 200, "?test=b", ""));
        all.add(new Sample("DELETE tests", 404, "?test=nobody", ""));
        return all;
    }

    @Test
    void eachStatusThatIsDescribedIsAnsweredAsDescribed() throws Exception {
        Set<String> left = new TreeSet<>();
        for (Operation operation : operations()) {
            operation.json().get("responses").orElseThrow().members().stream()
                    .map(Json.Member::name)
                    .filter(status ->
                            !Set.of("default", "400", "401", "403", "405").contains(status))
                    .forEach(status -> left.add(operation + " " + status));
        }
        left.removeAll(ELSEWHERE);
        for (Sample sample : samples()) {
            String[] parts = sample.operation().split(" ", 2);
            HttpResponse<String> answer = ask(parts[0], parts[1] + sample.query(), sample.body(), sample.headers());
            assertThat(answer.statusCode()).as(sample + answer.body()).isEqualTo(sample.status());
            check(parts[0], parts[1], answer);
            left.remove(sample.operation() + " " + sample.status());
        }
        HttpResponse<String> events = ask("HEAD", "events", "");
        assertThat(events.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        left.remove("GET events 200");
        left.remove("GET health 503"); // with a store that cannot be written: see CatalogueTest

        assertThat(left).as("described, but not asked for").isEmpty();
    }

    private void check(String method, String path, HttpResponse<String> answer) {
        String type = answer.headers().firstValue("content-type").orElse("").replaceFirst(";.*", "");
        if (type.equals("application/json")) {
            document.check(method.toLowerCase(Locale.ROOT), path, answer.statusCode(), Json.parse(answer.body()));
            return;
        }
        Json content = document.paths()
                .at(
                        "/" + path,
                        method.toLowerCase(Locale.ROOT),
                        "responses",
                        String.valueOf(answer.statusCode()),
                        "content")
                .orElseThrow();
        assertThat(content.members())
                .as(path)
                .extracting(Json.Member::name)
                .anyMatch(name -> type.matches(name.replace("*", ".*").replace("+", "\\+")));
    }
}
