package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Intercepted;
import io.reprise.core.Slow;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.access.AccessSettings;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.upstream.Upstream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is said of tests, and done with them, while their store is still read: of all their recordings, or with the words that it is not all. */
@Slow
class HalfReadStoreTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private Store store;
    private volatile CountDownLatch mayRead = new CountDownLatch(0);

    @BeforeEach
    void open() {
        store = heldBack(fixture.closing(new DirectoryStore(directory, KeyRules.NONE)));
    }

    @AfterEach
    void release() {
        mayRead.countDown();
    }

    /** Whose lists are read when that is allowed. */
    private Store heldBack(Store store) {
        return Intercepted.of(Store.class, store, (method, arguments, real) -> {
            if (Set.of("forEachStamp", "at").contains(method)
                    && Thread.currentThread().getName().equals("reprise-catalogue")) {
                mayRead.await();
            }
            return real.call();
        });
    }

    private void hold() {
        mayRead = new CountDownLatch(1);
    }

    private String keep(String test, String words) {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}";
        Question question = KeyRules.NONE.question(ServerFixture.request(body), new TestId(test));
        return store.append(question, "", new Exchange(question.request(), ServerFixture.stream(20, "{}", "[DONE]")))
                .location();
    }

    private RepriseServer serve() {
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
    }

    private static Json call(RepriseServer server, String method, String path) throws Exception {
        HttpResponse<String> answer = OpenApi.call(server, method, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private long files() throws Exception {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".json")).count();
        }
    }

    @Test
    void aTestIsDeletedAsAWhole() throws Exception {
        keep("a", "one");
        RepriseServer server = serve();
        assertThat(call(server, "GET", "tests").get("complete")).contains(Json.TRUE);
        hold();
        keep("a", "two");
        keep("b", "one");

        assertThat(call(server, "DELETE", "tests?test=a").list("deleted")).hasSize(2);

        assertThat(files()).isEqualTo(1);
    }

    @Test
    void aTestIsKnownThatHasNotBeenRead() throws Exception {
        hold();
        keep("a", "one");
        keep("a", "two");
        RepriseServer server = serve();

        assertThat(call(server, "GET", "tests/summary?test=a").get("recordings"))
                .contains(new Json.JsonNumber("2"));
        assertThat(call(server, "POST", "tests/start-over?test=a").text("started_over"))
                .isEqualTo("a");
        for (String route : List.of("GET tests/summary", "POST tests/start-over", "DELETE tests")) {
            String[] parts = route.split(" ", 2);
            assertThat(OpenApi.call(server, parts[0], parts[1] + "?test=nobody").statusCode())
                    .as(route)
                    .isEqualTo(404);
        }
        assertThat(call(server, "DELETE", "tests?test=a").list("deleted")).hasSize(2);
        assertThat(files()).isZero();
    }

    @Test
    void aBrokenFileIsDeletedThatHasNotBeenRead() throws Exception {
        hold();
        String location = keep("a", "one");
        Files.writeString(directory.resolve(location), "{");
        Files.writeString(directory.resolve("notes.txt"), "{");
        RepriseServer server = serve();

        assertThat(OpenApi.call(server, "DELETE", "recordings?location=notes.txt")
                        .statusCode())
                .isEqualTo(404);
        assertThat(call(server, "DELETE", "recordings?location=" + URLEncoder.encode(location, StandardCharsets.UTF_8))
                        .list("deleted"))
                .hasSize(1);
        assertThat(files()).isZero();
    }

    @Test
    void countsAreThoseOfNow() throws Exception {
        keep("a", "one");
        RepriseServer server = serve();
        assertThat(call(server, "GET", "tests").get("complete")).contains(Json.TRUE);
        hold();
        keep("a", "two");

        assertThat(call(server, "GET", "tests/summary?test=a").get("recordings"))
                .contains(new Json.JsonNumber("2"));
    }

    @Test
    void listsSayThatTheyAreNotComplete() throws Exception {
        keep("a", "one");
        RepriseServer server = serve();
        for (String list : List.of("tests", "recordings", "unused")) {
            assertThat(call(server, "GET", list).get("complete")).as(list).contains(Json.TRUE);
        }
        hold();
        keep("a", "two");

        for (String list : List.of("tests", "recordings", "unused")) {
            assertThat(call(server, "GET", list).get("complete")).as(list).contains(Json.FALSE);
        }
        assertThat(McpCalls.text(server, "list_recordings", "{}")).contains("This is not complete");
    }

    @Test
    void anAgentDeletesAllRecordingsOfATest() throws Exception {
        fixture.access(new AccessSettings(Optional.empty(), List.of(), true));
        hold();
        keep("a", "one");
        keep("a", "two");
        URI nobody = URI.create("http://127.0.0.1:1");
        RepriseServer server = fixture.serve(
                Mode.RECORD_IF_MISSING,
                ReplaySettings.DEFAULT,
                store,
                KeyRules.NONE,
                List.of(new Upstream("", nobody, List.of(), Headers.NONE)));

        assertThat(McpCalls.text(server, "record_again", "{\"test\":\"a\"}"))
                .startsWith("2 recordings would be deleted.");
        assertThat(McpCalls.text(server, "record_again", "{\"test\":\"a\",\"dry_run\":false}"))
                .startsWith("Deleted: 2 recordings.");
        assertThat(files()).isZero();
    }
}
