package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of recordings and tests of a directory. */
@Slow
class CatalogueTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = fixture.closing(new DirectoryStore(directory, KeyRules.NONE));
    }

    private RepriseServer serve() {
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
    }

    private static String body(String model, String words) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words
                + "\"}],\"stream\":true}";
    }

    private String keep(String test, String body, Response response) {
        Question question = KeyRules.NONE.question(ServerFixture.request(body), new TestId(test));
        return store.append(question, "", new Exchange(ServerFixture.request(body), response))
                .location();
    }

    private String keep(String test, String model, String words) {
        return keep(test, body(model, words), ServerFixture.stream(20, "{}", "[DONE]"));
    }

    private static Json get(RepriseServer server, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = OpenApi.call(server, "GET", path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private static List<Json> items(Json object, String name) {
        return object.get(name).map(Json::items).orElseThrow();
    }

    private static String text(Json object, String name) {
        Json value = object.get(name).orElseThrow();
        return value instanceof Json.JsonNumber number
                ? number.spelling()
                : value.string().orElse("null");
    }

    private static List<String> all(RepriseServer server, String path, String list, String member) throws Exception {
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            Json page = get(server, path + cursor);
            items(page, list).forEach(each -> found.add(text(each, member)));
            cursor = page.get("cursor")
                    .flatMap(Json::string)
                    .map(next -> "&cursor=" + next)
                    .orElse("");
        } while (!cursor.isEmpty());
        return found;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void recordingsAreSortedAndComeInPages() throws Exception {
        keep("b", "m1", "one");
        keep("a", "m3", "two");
        keep("", "m2", "three and a longer title");
        keep("a", "m0", "four");
        RepriseServer server = serve();

        assertThat(all(server, "recordings?limit=1", "recordings", "test")).containsExactly("null", "a", "a", "b");
        assertThat(all(server, "recordings?limit=3&sort=-model", "recordings", "model"))
                .containsExactly("m3", "m2", "m1", "m0");
        assertThat(all(server, "recordings?limit=2&sort=model&test=a", "recordings", "model"))
                .containsExactly("m0", "m3");
        assertThat(all(server, "recordings?sort=-recorded&limit=2", "recordings", "location"))
                .hasSize(4)
                .doesNotHaveDuplicates();
        Json end = get(server, "recordings?sort=model&from=2&limit=1");
        assertThat(items(end, "recordings").stream().map(each -> text(each, "model")))
                .containsExactly("m2");
        assertThat(text(end, "total")).isEqualTo("4");
        assertThat(all(server, "recordings?sort=model&limit=9&from=4", "recordings", "model"))
                .isEmpty();
        assertThat(all(server, "recordings?limit=9&filter=" + encoded("model:m2,m3 OR"), "recordings", "model"))
                .isEmpty();
        assertThat(all(server, "recordings?limit=9&filter=longer", "recordings", "model"))
                .containsExactly("m2");
        assertThat(all(server, "recordings?limit=9&filter=" + encoded("text:fou -model:m3"), "recordings", "model"))
                .containsExactly("m0");
    }

    @Test
    void aRecordingTellsWhatItIs() throws Exception {
        String location = keep("a", "m", "one");

        Json one = items(get(serve(), "recordings"), "recordings").get(0);

        assertThat(text(one, "location")).isEqualTo(location);
        assertThat(text(one, "family")).isNotEmpty();
        assertThat(one.get("stream")).contains(Json.TRUE);
        assertThat(text(one, "duration_ms")).isEqualTo("40");
        assertThat(text(one, "ending")).isEqualTo("complete");
        assertThat(text(one, "recorded_at")).matches("\\d{4}-.*Z");
        assertThat(items(one, "tools")).isEmpty();
    }

    @Test
    void whatChangesIsSeen() throws Exception {
        String first = keep("a", "m", "one");
        RepriseServer server = serve();
        assertThat(items(get(server, "recordings"), "recordings")).hasSize(1);

        keep("a", "m", "two");
        assertThat(items(get(server, "recordings"), "recordings")).hasSize(2);

        Path file = directory.resolve(first);
        Files.writeString(file, Files.readString(file).replace("one", "uno"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(items(get(server, "recordings"), "recordings"))
                        .extracting(each -> text(each, "title"))
                        .contains("uno"));

        Files.delete(file);
        Awaitility.await()
                .untilAsserted(() -> assertThat(items(get(server, "recordings"), "recordings"))
                        .extracting(each -> text(each, "title"))
                        .containsExactly("two"));
    }

    @Test
    void brokenFilesAreNamedAndCanBeDeleted() throws Exception {
        String location = keep("a", "m", "one");
        keep("a", "m", "two");
        Files.writeString(directory.resolve(location), "{");
        RepriseServer server = serve();

        Json list = get(server, "recordings");
        assertThat(items(list, "recordings")).hasSize(1);
        assertThat(items(list, "broken")).hasSize(1);
        assertThat(text(items(list, "broken").get(0), "location")).isEqualTo(location);

        HttpResponse<String> deleted = OpenApi.call(server, "DELETE", "recordings?location=" + encoded(location));
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(directory.resolve(location)).doesNotExist();
        assertThat(items(get(server, "recordings"), "broken")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "is:broken, true",
        "-is:broken, false",
        "cannot is:broken, true",
        "weather is:broken, false",
        "is:broken model:m, false",
        "is:error, false",
        "model:m, false",
        "'is:stream,broken', true"
    })
    void aFilterSelectsBrokenFiles(String filter, boolean isSelected) throws Exception {
        String location = keep("a", "m", "one");
        Files.writeString(directory.resolve(location), "{");
        RepriseServer server = serve();

        Json list = get(server, "recordings?filter=" + encoded(filter));

        assertThat(items(list, "broken")).hasSize(isSelected ? 1 : 0);
        assertThat(items(list, "recordings")).isEmpty();
        assertThat(items(get(server, "recordings?test=a&filter=" + encoded(filter)), "broken"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recordings?sort=size",
                "recordings?cursor=x",
                "recordings?limit=0",
                "recordings?filter=tset:a",
                "recordings?filter=%22",
                "tests?cursor=!",
                "unused?sort=",
                "recordings?test=a&test=b"
            })
    void wrongParametersAreRefused(String path) throws Exception {
        assertThat(OpenApi.call(serve(), "GET", path).statusCode()).isEqualTo(400);
    }

    @Test
    void testsTellWhatTheyHaveAndWhatHappened() throws Exception {
        keep("a", "m", "one");
        keep("a", "m", "two");
        keep("b", "m", "one");
        RepriseServer server = serve();
        ServerFixture.ask(ServerFixture.chat(server, body("m", "one"), "X-Reprise-Test", "a"));
        ServerFixture.ask(ServerFixture.chat(server, body("m", "one"), "X-Reprise-Test", "c"));

        Json tests = get(server, "tests");
        Json unused = get(server, "unused");

        assertThat(items(tests, "tests")).extracting(each -> text(each, "test")).containsExactly("a", "b", "c");
        assertThat(items(tests, "tests"))
                .extracting(each -> text(each, "recordings"))
                .containsExactly("2", "1", "0");
        assertThat(items(tests, "tests"))
                .extracting(each -> text(each, "replayed"))
                .containsExactly("1", "0", "0");
        assertThat(items(tests, "tests"))
                .extracting(each -> text(each, "missed"))
                .containsExactly("0", "0", "1");
        assertThat(items(tests, "tests"))
                .extracting(each -> text(each, "unused"))
                .containsExactly("1", "0", "0");
        assertThat(items(unused, "unused"))
                .extracting(each -> text(each, "title"))
                .containsExactly("two");
        assertThat(text(unused, "total")).isEqualTo("1");
        assertThat(text(get(server, "tests/summary?test=c"), "missed")).isEqualTo("1");
        assertThat(all(server, "tests?limit=1", "tests", "test")).containsExactly("a", "b", "c");
        assertThat(all(server, "tests?limit=1&filter=is:unused", "tests", "test"))
                .containsExactly("a");
    }

    @Test
    void ofATestThatNobodyKnowsNothingIsDone() throws Exception {
        keep("a", "m", "one");
        RepriseServer server = serve();

        for (String route : new String[] {"POST tests/start-over", "DELETE tests", "GET tests/summary"}) {
            String[] parts = route.split(" ", 2);
            HttpResponse<String> answer = OpenApi.call(server, parts[0], parts[1] + "?test=nobody");
            assertThat(answer.statusCode()).as(route).isEqualTo(404);
            assertThat(answer.body()).contains("there is no test 'nobody'");
        }
        assertThat(OpenApi.call(server, "POST", "tests/start-over?test=a").statusCode())
                .isEqualTo(200);
        assertThat(OpenApi.call(server, "POST", "tests/start-over").statusCode())
                .isEqualTo(200);
        assertThat(OpenApi.call(server, "DELETE", "tests").statusCode()).isEqualTo(400);
        assertThat(OpenApi.call(server, "DELETE", "recordings?location=nothing.json")
                        .statusCode())
                .isEqualTo(404);
        assertThat(OpenApi.call(server, "DELETE", "recordings?location=..%2Fx.json")
                        .statusCode())
                .isEqualTo(404);
    }

    private static Json post(RepriseServer server, String path, String body, int status) throws Exception {
        HttpResponse<String> answer = ServerFixture.ask(
                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/" + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        new OpenApi(get(server, "openapi.json")).check("post", path, status, Json.parse(answer.body()));
        return Json.parse(answer.body());
    }

    @Test
    void aRuleIsTriedOnAllRecordingsAndOnTheMiss() throws Exception {
        keep("a", "m1", "one");
        keep("a", "m2", "one");
        keep("b", "m1", "one");
        RepriseServer server = serve();
        ServerFixture.ask(ServerFixture.chat(server, body("m3", "one"), "X-Reprise-Test", "b"));
        ServerFixture.ask(ServerFixture.chat(server, body("m3", "other"), "X-Reprise-Test", "b"));

        Json tried = post(server, "rules/try", "{\"rule\": \"leave out $.model\", \"miss\": \"1\"}", 200);
        Json other =
                post(server, "rules/try", "{\"rule\": \"leave out $.model\", \"miss\": \"2\", \"test\": \"b\"}", 200);

        assertThat(tried.get("matches_miss")).contains(Json.TRUE);
        assertThat(items(tried, "joined")).hasSize(1);
        assertThat(text(items(tried, "joined").get(0), "test")).isEqualTo("a");
        assertThat(items(items(tried, "joined").get(0), "locations")).hasSize(2);
        assertThat(text(tried, "joined_questions")).isEqualTo("2");
        assertThat(text(tried, "recordings")).isEqualTo("3");
        assertThat(other.get("matches_miss")).contains(Json.FALSE);
        assertThat(text(other, "recordings")).isEqualTo("1");
        assertThat(items(get(server, "recordings"), "recordings")).hasSize(3);
        post(server, "rules/try", "{\"rule\": \"bogus\"}", 400);
        post(server, "rules/try", "{\"rule\": \"leave out $.model\", \"miss\": \"9\"}", 404);
        post(server, "rules/try", "{\"rule\": \"leave out $.model\", \"mis\": \"1\"}", 400);
        post(server, "rules/try", "{\"rule\": 1}", 400);
        post(server, "rules/try", "{}", 400);
    }

    @Test
    void rulesThatLetAMissMatchOnlyTogetherAreTriedTogether() throws Exception {
        String asked =
                "{\"model\":\"m\",\"user\":\"%s\",\"seed\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"one\"}]}";
        keep("a", asked.formatted("u1", 1), ServerFixture.stream(1, "{}", "[DONE]"));
        RepriseServer server = serve();
        ServerFixture.ask(ServerFixture.chat(server, asked.formatted("u2", 2), "X-Reprise-Test", "a"));

        Json alone = post(server, "rules/try", "{\"rules\": [\"leave out $.user\"], \"miss\": \"1\"}", 200);
        Json together = post(
                server,
                "rules/try",
                "{\"rules\": [\"leave out $.user\", \"- leave out $.seed\"], \"rule\": null, \"miss\": \"1\"}",
                200);

        assertThat(alone.get("matches_miss")).contains(Json.FALSE);
        assertThat(text(alone, "rule")).isEqualTo("leave out $.user");
        assertThat(together.get("matches_miss")).contains(Json.TRUE);
        assertThat(together.get("rule")).contains(Json.NULL);
        assertThat(items(together, "rules"))
                .containsExactly(new Json.JsonString("leave out $.user"), new Json.JsonString("leave out $.seed"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"rule\": \"replace uuid\", \"rules\": [\"replace uuid\"]} | 'rule' and 'rules' are both given; give one rule or a list of rules",
                "{\"rules\": []} | 'rules' is an empty list; it needs at least one rule",
                "{\"rules\": \"replace uuid\"} | the member 'rules' must be a list of strings",
                "{\"rules\": [\"replace uuid\", 1]} | the member 'rules' must be a list of strings",
                "{\"rules\": null} | 'rule' is missing, or 'rules' for several rules",
            })
    void wrongListsOfRulesAreRefused(String body, String error) throws Exception {
        assertThat(post(serve(), "rules/try", body, 400).write(Layout.COMPACT)).contains(error);
    }

    @Test
    void findingsTellWhatLintFinds() throws Exception {
        String location = keep("a", "m", "one");
        Files.writeString(directory.resolve(location), "{");
        RepriseServer server = serve();

        Json findings = get(server, "findings");

        assertThat(items(findings, "findings"))
                .extracting(each -> text(each, "location") + " " + text(each, "kind"))
                .contains(location + " error");
        assertThat(findings.get("complete")).contains(Json.TRUE);
    }

    @Test
    void healthKnowsAStoreThatCannotBeWritten() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, asked, out) -> {});
        Path file = Files.createFile(directory.resolve("a-file"));
        Store unwritable = fixture.closing(new DirectoryStore(file.resolve("recordings"), KeyRules.NONE));
        RepriseServer recording =
                fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, unwritable, KeyRules.NONE, upstream);
        RepriseServer replaying = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, unwritable, KeyRules.NONE);

        HttpResponse<String> answer = OpenApi.call(recording, "GET", "health");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(text(Json.parse(answer.body()), "status")).isEqualTo("unwritable");
        assertThat(text(Json.parse(answer.body()), "problem"))
                .contains("is not a directory, so no recording can be kept");
        assertThat(OpenApi.call(replaying, "GET", "health").statusCode()).isEqualTo(200);
    }

    @Test
    void aTestIsDeletedWithAWayBack() throws Exception {
        String one = keep("a", "m", "one");
        String two = keep("a", "m", "it's two");
        keep("b", "m", "one");
        Files.createDirectory(directory.resolve(".git"));
        RepriseServer server = serve();

        Json deleted = Json.parse(OpenApi.call(server, "DELETE", "tests?test=a").body());

        assertThat(items(deleted, "deleted"))
                .extracting(each -> each.string().orElseThrow())
                .containsExactlyInAnyOrder(one, two);
        assertThat(text(deleted, "undo"))
                .startsWith("git -C " + directory)
                .contains(" ls-files -d -z -- ")
                .contains(one);
        assertThat(items(get(server, "recordings"), "recordings"))
                .extracting(each -> text(each, "test"))
                .containsExactly("b");
    }
}
