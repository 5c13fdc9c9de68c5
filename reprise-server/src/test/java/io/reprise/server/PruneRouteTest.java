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
import io.reprise.core.store.usage.RunRecord;
import io.reprise.core.store.usage.RunRecords;
import io.reprise.server.replay.ReplaySettings;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code reprise prune} does, for the page. */
@Slow
class PruneRouteTest {
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

    private static String body(String words) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}],\"stream\":true}";
    }

    private String keep(String test, String words) {
        Question question = KeyRules.NONE.question(ServerFixture.request(body(words)), new TestId(test));
        return store.append(
                        question,
                        "",
                        new Exchange(question.request(), ServerFixture.stream(20, "{\"choices\":[]}", "[DONE]")))
                .location();
    }

    /** A run of a test that ended after all files were written. */
    private void ran(String test, String... used) throws Exception {
        new RunRecords(directory)
                .add(new RunRecord(Instant.now().plus(Duration.ofMinutes(1)), Set.of(new TestId(test)), Set.of(used)));
    }

    private static Json prune(RepriseServer server, String body, int status) throws Exception {
        HttpResponse<String> answer = ServerFixture.ask(
                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/prune"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        Json json = Json.parse(answer.body());
        new OpenApi(get(server, "openapi.json")).check("post", "prune", status, json);
        return json;
    }

    private static Json get(RepriseServer server, String path) throws Exception {
        return Json.parse(ServerFixture.ask(
                        HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/" + path))
                                .build())
                .body());
    }

    private static List<String> locations(Json pruned) {
        return pruned.get("files").map(Json::items).orElseThrow().stream()
                .map(file -> file.text("location"))
                .toList();
    }

    @Test
    void listsWhatCanGoAndDeletesNothing() throws Exception {
        String unused = keep("a", "unused");
        String used = keep("a", "used");
        ran("a", used);

        Json pruned = prune(serve(), "{\"unused_runs\": 1}", 200);

        assertThat(locations(pruned)).containsExactly(unused);
        assertThat(pruned.get("dry_run")).contains(Json.TRUE);
        assertThat(pruned.get("undo")).contains(Json.NULL);
        assertThat(directory.resolve(unused)).exists();
    }

    @Test
    void deletesWhatItLists() throws Exception {
        String unused = keep("a", "unused");
        String used = keep("a", "used");
        ran("a", used);
        RepriseServer server = serve();
        get(server, "recordings");

        Json pruned = prune(server, "{\"unused_runs\": 1, \"dry_run\": false}", 200);

        assertThat(locations(pruned)).containsExactly(unused);
        assertThat(pruned.get("not_deleted").map(Json::items)).contains(List.of());
        assertThat(directory.resolve(unused)).doesNotExist();
        assertThat(directory.resolve(used)).exists();
        assertThat(get(server, "recordings").get("recordings").map(Json::items).orElseThrow())
                .hasSize(1);
        assertThat(ServerFixture.ask(ServerFixture.chat(server, body("unused"), "X-Reprise-Test", "a"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(locations(prune(server, "{\"unused_runs\": 1, \"dry_run\": false}", 200)))
                .isEmpty();
    }

    @Test
    void leavesWhatTheRunningServerUses() throws Exception {
        String used = keep("a", "used");
        ran("a", "another.json");
        RepriseServer server = serve();
        assertThat(locations(prune(server, "{\"unused_runs\": 1}", 200))).containsExactly(used);

        ServerFixture.ask(ServerFixture.chat(server, body("used"), "X-Reprise-Test", "a"));

        assertThat(locations(prune(server, "{\"unused_runs\": 1, \"dry_run\": false}", 200)))
                .isEmpty();
        assertThat(directory.resolve(used)).exists();
    }

    @Test
    void aRunThatGoesOnDoesNotCount() throws Exception {
        keep("a", "asked for later");
        keep("a", "used");
        RepriseServer server = serve();
        ServerFixture.ask(ServerFixture.chat(server, body("used"), "X-Reprise-Test", "a"));

        Json pruned = prune(server, "{\"unused_runs\": 1}", 200);

        assertThat(locations(pruned)).isEmpty();
        assertThat(pruned.get("tests_with_too_few_runs")).contains(new Json.JsonNumber("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"dry_run\": true}"})
    void looksForAllWhereNothingIsSaid(String body) throws Exception {
        keep("", "same");
        String duplicate = keep("a", "same");
        Files.writeString(directory.resolve("a.0123abcd.bin"), "x");

        Json pruned = prune(serve(), body, 200);

        assertThat(locations(pruned)).contains(duplicate);
        assertThat(directory.resolve(duplicate)).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"unused_runs\": -1}",
                "{\"unused_runs\": 51}",
                "{\"unused_runs\": 1.5}",
                "{\"unused_runs\": \"1\"}",
                "{\"orphaned\": 1}",
                "{\"duplicates\": \"yes\"}",
                "{\"dry_run\": \"false\"}",
                "{\"dryrun\": false}",
                "{\"dry_run\": false, \"dry_run\": true}",
                "[]",
                "x"
            })
    void refusesWhatItDoesNotUnderstand(String body) throws Exception {
        keep("", "same");
        String duplicate = keep("a", "same");

        Json refused = prune(serve(), body, 400);

        assertThat(refused.text("error")).isNotEmpty();
        assertThat(directory.resolve(duplicate)).exists();
    }

    @Test
    void prunesOnlyADirectoryOfItsOwn() throws Exception {
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        assertThat(prune(server, "{}", 400).text("error")).contains("only a directory");
    }
}
