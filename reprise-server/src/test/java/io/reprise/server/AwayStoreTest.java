package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.spool.LeavingStore;
import io.reprise.server.spool.SpoolSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A store that is away while a server runs. */
class AwayStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private final LeavingStore leaving = new LeavingStore(fixture.store());
    private final AtomicInteger calls = new AtomicInteger();

    private RepriseServer serve(Mode mode) throws IOException {
        return fixture.serve(mode, ReplaySettings.DEFAULT, leaving.store(), KeyRules.NONE, upstream());
    }

    /** Counts its calls in its answers. */
    private FakeUpstream upstream() throws IOException {
        return fixture.upstream((number, request, out) -> {
            String body = "{\"call\":" + calls.incrementAndGet() + "}";
            out.write(("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length()
                            + "\r\n\r\n" + body)
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        });
    }

    private static String body(String content) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]}";
    }

    private static HttpResponse<String> ask(RepriseServer server, String content, String... headers) throws Exception {
        return ServerFixture.ask(ServerFixture.chat(server, body(content), headers));
    }

    private static Json store(RepriseServer server) throws Exception {
        HttpResponse<String> health =
                ServerFixture.ask(HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + "/__reprise/health"))
                        .build());
        assertThat(health.statusCode()).isEqualTo(200);
        return Json.parse(health.body()).get("store").orElseThrow();
    }

    private static List<String> metrics(RepriseServer server) throws Exception {
        return ServerFixture.ask(HttpRequest.newBuilder(URI.create(ServerFixture.url(server) + "/__reprise/metrics"))
                        .build())
                .body()
                .lines()
                .toList();
    }

    private static String text(Json object, String name) {
        return object.get(name).flatMap(Json::string).orElse("");
    }

    private static int waiting(RepriseServer server) {
        return server.spooled().orElseThrow().answers();
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private long lines(String words) {
        return fixture.log().lines().filter(line -> line.contains(words)).count();
    }

    @Test
    void answersPassAndWaitOnDiskAndAreDeliveredWhenItIsBack() throws Exception {
        fixture.spool(new SpoolSettings(directory, 1 << 20));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING);
        ask(server, "before");
        assertThat(ask(server, "before").body()).isEqualTo("{\"call\":1}"); // is in memory now
        leaving.leave();

        assertThat(ask(server, "before").body()).as("from memory").isEqualTo("{\"call\":1}");
        assertThat(ask(server, "one").body()).isEqualTo("{\"call\":2}");
        assertThat(ask(server, "two").body()).isEqualTo("{\"call\":3}");
        assertThat(ask(server, "one").body()).as("from local disk").isEqualTo("{\"call\":2}");

        assertThat(text(store(server), "status")).isEqualTo("away");
        assertThat(text(store(server), "problem")).isEqualTo("'db' cannot be reached");
        assertThat(text(store(server).get("spool").orElseThrow(), "directory")).isEqualTo(directory.toString());
        assertThat(waiting(server)).isEqualTo(2);
        assertThat(files()).hasSize(2);
        assertThat(metrics(server))
                .contains("reprise_store_away 1.0", "reprise_waiting_answers 2.0", "reprise_undelivered_answers 0.0")
                .anySatisfy(line -> assertThat(line).matches("reprise_waiting_bytes [1-9].*"));
        assertThat(fixture.store().recordings()).hasSize(1);
        await().untilAsserted(() -> assertThat(lines("(on local disk, and delivered later: 'db' cannot be reached)"))
                .isEqualTo(2));

        leaving.comeBack();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines("the store is back; 2 answers from local disk are in it now"))
                        .isEqualTo(1));
        assertThat(fixture.store().bodies(TestId.NONE)).containsExactly("{\"call\":1}", "{\"call\":2}", "{\"call\":3}");
        assertThat(files()).isEmpty();
        assertThat(text(store(server), "status")).isEqualTo("ok");
        assertThat(waiting(server)).isZero();
        assertThat(metrics(server))
                .contains("reprise_store_away 0.0", "reprise_waiting_answers 0.0", "reprise_waiting_bytes 0.0");
        assertThat(lines("the store is away: ")).isEqualTo(1);
        assertThat(server.failedRecordings()).isZero();
        assertThat(ask(server, "two").body()).isEqualTo("{\"call\":3}");
        assertThat(calls).hasValue(3);
    }

    @Test
    void anAnswerToWhatIsRecordedAlreadyIsNotDelivered() throws Exception {
        fixture.spool(new SpoolSettings(directory, 1 << 20));
        fixture.keep(body("recorded"), 1, ServerFixture.stream(0, "{}"));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING);
        leaving.leave();
        assertThat(ask(server, "recorded").body()).isEqualTo("{\"call\":1}");
        leaving.comeBack();

        await().atMost(PATIENCE).until(() -> waiting(server) == 0);

        assertThat(fixture.store().recordings()).hasSize(1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fixture.log())
                        .contains("the store is back; 1 is not needed, because it has other answers"));
    }

    @Test
    void aRecordedRunKeepsItsOrderInThePlaceOfAnEarlierOne() throws Exception {
        fixture.spool(new SpoolSettings(directory, 1 << 20));
        RepriseServer earlier = serve(Mode.RECORD);
        for (int call = 0; call < 3; call++) {
            ask(earlier, "poll");
        }
        assertThat(fixture.store().bodies(TestId.NONE)).hasSize(3);
        RepriseServer server = serve(Mode.RECORD);
        leaving.leave();
        ask(server, "poll");
        leaving.comeBack(); // not noticed yet: what comes now waits behind the one before
        ask(server, "poll");

        await().atMost(PATIENCE).until(() -> waiting(server) == 0);

        assertThat(fixture.store().bodies(TestId.NONE)).containsExactly("{\"call\":4}", "{\"call\":5}");
    }

    @Test
    void theNextServerDeliversWhatTheLastOneLeft() throws Exception {
        fixture.spool(new SpoolSettings(directory, 1 << 20));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING);
        leaving.leave();
        ask(server, "one", "X-Reprise-Test", "a/b");
        server.close();
        assertThat(server.spooled().orElseThrow().answers()).isEqualTo(1);
        assertThat(files()).hasSize(1);

        RepriseServer stillAway = serve(Mode.RECORD_IF_MISSING);
        assertThat(ask(stillAway, "one", "X-Reprise-Test", "a/b").body()).isEqualTo("{\"call\":1}");
        stillAway.close();
        leaving.comeBack();
        RepriseServer next = serve(Mode.RECORD_IF_MISSING);

        await().atMost(PATIENCE).until(() -> waiting(next) == 0);
        assertThat(fixture.store().bodies(new TestId("a/b"))).containsExactly("{\"call\":1}");
        assertThat(files()).isEmpty();
    }

    @Test
    void anAnswerWithoutRoomIsNotKeptLoudly() throws Exception {
        fixture.spool(new SpoolSettings(directory, 10));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING);
        leaving.leave();

        assertThat(ask(server, "one").body()).isEqualTo("{\"call\":1}");

        assertThat(server.failedRecordings()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(fixture.log())
                .contains("NOT KEPT: 'db' cannot be reached; nor can it wait on local disk: there is no room for it"));
        assertThat(files()).isEmpty();
    }

    @Test
    void withoutASpoolAnswersPassAndAreNotKeptLoudly() throws Exception {
        RepriseServer server = serve(Mode.RECORD_IF_MISSING);
        leaving.leave();

        assertThat(ask(server, "one").body()).isEqualTo("{\"call\":1}");

        assertThat(server.failedRecordings()).isEqualTo(1);
        await().untilAsserted(() ->
                assertThat(fixture.log()).contains("NOT KEPT: 'db'").contains("its answers are NOT KEPT"));
        leaving.comeBack();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines("the store is back")).isEqualTo(1));
    }

    @Test
    void whatHasACredentialDoesNotReachTheDisk() throws Exception {
        fixture.spool(new SpoolSettings(directory, 1 << 20));
        RepriseServer server = serve(Mode.RECORD_IF_MISSING);
        leaving.leave();

        ask(server, "my key is sk-proj-aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY");

        assertThat(files()).isEmpty();
        assertThat(server.failedRecordings()).isEqualTo(1);
    }

    @Test
    void aReplayOfWhatIsNotInMemoryIsAnErrorThatSaysWhy() throws Exception {
        fixture.keep(body("kept"), 1, ServerFixture.stream(0, "{}"));
        RepriseServer server = serve(Mode.REPLAY);
        assertThat(ask(server, "kept").statusCode()).isEqualTo(200);
        leaving.leave();

        assertThat(ask(server, "kept").statusCode()).isEqualTo(200);
        HttpResponse<String> unknown = ask(server, "unknown");

        assertThat(unknown.statusCode()).isEqualTo(500);
        assertThat(unknown.body()).contains("'db' cannot be reached");
        assertThat(calls).hasValue(0);
        await().untilAsserted(
                        () -> assertThat(fixture.log())
                                .contains(
                                        "the store is away: 'db' cannot be reached. Recordings in memory answer on; all else gets an error"));
    }
}
