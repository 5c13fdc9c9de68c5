package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
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
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command with which deleted recordings come back, run in a shell with git. */
class UndoneDeletionTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path repository;

    private Path recordings = Path.of("");
    private Store store;

    @BeforeEach
    void open() throws IOException {
        recordings = Files.createDirectory(repository.resolve("it's \"ours\""));
        store = fixture.closing(new DirectoryStore(recordings, KeyRules.NONE));
    }

    private RepriseServer serve() {
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, store, KeyRules.NONE);
    }

    private String keep(String test, String words) {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}";
        return keep(test, ServerFixture.request(body), ServerFixture.stream(20, "{}", "[DONE]"));
    }

    private String keep(String test, Request request, Response response) {
        Question question = KeyRules.NONE.question(request, new TestId(test));
        return store.append(question, "", new Exchange(request, response)).location();
    }

    private void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Arrays.toString(command) + ": " + said).isZero();
        assertThat(said).isEmpty();
    }

    private void commit() throws Exception {
        run("git", "init", "-q");
        run("git", "add", ".");
        run("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first");
    }

    /** The content of each file of the store. */
    private Map<Path, Bytes> files() throws IOException {
        Map<Path, Bytes> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(recordings)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(recordings.relativize(file), Bytes.owning(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private static Json delete(RepriseServer server, String path) throws Exception {
        HttpResponse<String> answer = OpenApi.call(server, "DELETE", path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void undo(String command) throws Exception {
        run("sh", "-c", command);
    }

    @Test
    void bringsBackWhatGitKnowsWhereAnotherFileWasNeverCommitted() throws Exception {
        keep("a test", "one");
        keep("a test", "it's two");
        commit();
        Map<Path, Bytes> committed = files();
        keep("a test", "three");

        Json deleted = delete(serve(), "tests?test=" + encoded("a test"));

        assertThat(deleted.list("deleted")).hasSize(3);
        assertThat(files()).isEmpty();
        undo(deleted.text("undo"));
        assertThat(files()).isEqualTo(committed);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 101})
    void leavesOtherRecordingsAsTheyAre(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            keep("a", "question " + i);
        }
        Path changed = recordings.resolve(keep("b", "one"));
        commit();
        Files.writeString(changed, Files.readString(changed) + "\n");
        keep("b", "never committed");
        Map<Path, Bytes> before = files();

        Json deleted = delete(serve(), "tests?test=a");

        assertThat(deleted.list("deleted")).hasSize(count);
        undo(deleted.text("undo"));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void leavesThatAwayWhichSomebodyElseHasDeletedWhereFewAreDeleted() throws Exception {
        String wanted = keep("a", "one");
        Path unwanted = recordings.resolve(keep("a", "two"));
        commit();
        Files.delete(unwanted);
        Map<Path, Bytes> before = files();

        Json deleted = delete(serve(), "recordings?location=" + encoded(wanted));

        assertThat(files()).isEmpty();
        undo(deleted.text("undo"));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void bringsBackTheBodyOfASound() throws Exception {
        byte[] sound = new byte[64 << 10];
        new Random(1).nextBytes(sound);
        String location = keep(
                "a",
                Request.post("/v1/audio/speech", "{\"input\":\"hi\"}"),
                Response.whole(200, "audio/mpeg", Bytes.owning(sound)));
        commit();
        Map<Path, Bytes> before = files();
        assertThat(before).hasSize(2);
        RepriseServer server = serve();

        undo(delete(server, "recordings?location=" + encoded(location)).text("undo"));
        assertThat(files()).isEqualTo(before);
        undo(delete(server, "tests?test=a").text("undo"));
        assertThat(files()).isEqualTo(before);
        undo(prune(server, "{\"duplicates\":true,\"dry_run\":false}", "", location));
        assertThat(files()).isEqualTo(before);
    }

    /** Deletes a recording because one of another test says the same, which is there only meanwhile. */
    private String prune(RepriseServer server, String wanted, String otherTest, String location) throws Exception {
        Store.Entry kept = store.at(location).orElseThrow();
        String other = keep(
                otherTest,
                kept.recording().exchange().request(),
                kept.recording().exchange().response());
        HttpResponse<String> answer = ServerFixture.ask(
                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/prune"))
                        .POST(HttpRequest.BodyPublishers.ofString(wanted))
                        .build());
        Json pruned = Json.parse(answer.body());
        assertThat(pruned.list("files")).as(answer.body()).hasSize(1);
        store.remove(store.at(other).orElseThrow());
        assertThat(files()).isEmpty();
        return pruned.text("undo");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 25, 60})
    void isWholeForAgents(int count) throws Exception {
        fixture.access(new AccessSettings(Optional.empty(), List.of(), true));
        for (int i = 0; i < count; i++) {
            keep("a test with a rather long name", "question " + i);
        }
        commit();
        Map<Path, Bytes> before = files();
        URI nobody = URI.create("http://127.0.0.1:1");
        RepriseServer server = fixture.serve(
                Mode.RECORD_IF_MISSING,
                ReplaySettings.DEFAULT,
                store,
                KeyRules.NONE,
                List.of(new Upstream("", nobody, List.of(), Headers.NONE)));

        String said = McpCalls.text(
                server, "record_again", "{\"dry_run\":false,\"test\":\"a test with a rather long name\"}");

        assertThat(files()).isEmpty();
        assertThat(said).contains("To bring back what was committed, run this command:\n<<<data ");
        assertThat(said.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(8_000);
        List<String> lines = said.lines().toList();
        undo(lines.get(lines.size() - 2));
        assertThat(files()).isEqualTo(before);
    }
}
