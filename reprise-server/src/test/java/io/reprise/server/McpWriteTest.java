package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.usage.RunRecord;
import io.reprise.core.store.usage.RunRecords;
import io.reprise.server.access.AccessSettings;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.upstream.Upstream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tools of the Model Context Protocol that change something. */
class McpWriteTest {
    private static final AccessSettings LEAVE = new AccessSettings(Optional.empty(), List.of(), true);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = fixture.closing(new DirectoryStore(directory, KeyRules.NONE));
    }

    private RepriseServer serve(Mode mode) {
        URI nobody = URI.create("http://127.0.0.1:1");
        return fixture.serve(
                mode,
                ReplaySettings.DEFAULT,
                store,
                KeyRules.NONE,
                List.of(new Upstream("", nobody, List.of(), Headers.NONE)));
    }

    private Path keep(String test) {
        Question question = KeyRules.NONE.question(ServerFixture.request(ServerFixture.QUESTION), new TestId(test));
        return directory.resolve(
                store.append(question, "", new Exchange(question.request(), ServerFixture.stream(20, "{}", "[DONE]")))
                        .location());
    }

    @Test
    void areNotThereWithoutLeave() throws Exception {
        Path file = keep("t");
        RepriseServer server = serve(Mode.RECORD_IF_MISSING);

        assertThat(McpCalls.post(server, "tools/list", "{}").list("result", "tools").stream()
                        .map(tool -> tool.text("name")))
                .contains("stats")
                .doesNotContain("prune", "record_again", "start_over");
        for (String tool : List.of("prune", "record_again", "start_over")) {
            assertThat(McpCalls.text(server, tool, "{\"test\":\"t\",\"dry_run\":false}"))
                    .isEqualTo("the tool '" + tool
                            + "' changes something; it needs a server that was started with --mcp-write");
        }
        assertThat(file).exists();
    }

    @Test
    void sayFirstWhatTheyWouldDo() throws Exception {
        fixture.access(LEAVE);
        Path file = keep("t");
        Path other = keep("other");
        RepriseServer server = serve(Mode.RECORD_IF_MISSING);

        assertThat(McpCalls.text(server, "record_again", "{\"test\":\"t\"}"))
                .startsWith("1 recording would be deleted. Nothing was changed.\n<<<data ")
                .contains(directory.relativize(file).toString())
                .endsWith("To do it, call this tool again with dry_run false.\n");
        assertThat(file).exists();
        assertThat(McpCalls.text(server, "record_again", "{\"test\":\"t\",\"dry_run\":\"false\"}"))
                .isEqualTo("the argument 'dry_run' is true or false\n");
        assertThat(file).exists();
        assertThat(McpCalls.text(server, "record_again", "{\"test\":\"t\",\"dry_run\":false}"))
                .startsWith("Deleted: 1 recording.")
                .endsWith("They are in no repository of git, so they cannot be brought back.\n");
        assertThat(file).doesNotExist();
        assertThat(other).exists();
        assertThat(McpCalls.text(server, "record_again", "{\"test\":\"nobody\"}"))
                .isEqualTo("the test 'nobody' has no recordings; its next run records them\n");
    }

    @Test
    void deleteNothingThatCannotBeRecordedAgain() throws Exception {
        fixture.access(LEAVE);
        Path file = keep("t");

        assertThat(McpCalls.text(serve(Mode.REPLAY), "record_again", "{\"test\":\"t\",\"dry_run\":false}"))
                .startsWith("this server records nothing in its mode");
        assertThat(file).exists();
    }

    @Test
    void pruneAsTheControlApiDoes() throws Exception {
        fixture.access(LEAVE);
        Path file = keep("t");
        Path unused = keep("t");
        Instant later = Instant.now().plus(Duration.ofMinutes(1));
        new RunRecords(directory)
                .add(new RunRecord(
                        later,
                        Set.of(new TestId("t")),
                        Set.of(directory.relativize(file).toString())));
        RepriseServer server = serve(Mode.REPLAY);

        assertThat(McpCalls.text(server, "prune", "{\"unused_runs\":1}"))
                .startsWith("1 file would be deleted. Nothing was");
        assertThat(unused).exists();
        assertThat(McpCalls.text(server, "prune", "{\"unused_runs\":1,\"dry_run\":false}"))
                .startsWith("Deleted: 1 file.\n");
        assertThat(unused).doesNotExist();
        assertThat(file).exists();
    }

    @Test
    void startTestsOver() throws Exception {
        fixture.access(LEAVE);
        keep("t");
        RepriseServer server = serve(Mode.REPLAY);

        assertThat(McpCalls.text(server, "start_over", "{\"test\":\"t\"}")).startsWith("The test would start over.");
        assertThat(McpCalls.text(server, "start_over", "{\"test\":\"t\",\"dry_run\":false}"))
                .startsWith("The test started over.");
        assertThat(McpCalls.text(server, "start_over", "{\"test\":\"nobody\",\"dry_run\":false}"))
                .startsWith("there is no test 'nobody'");
        assertThat(McpCalls.post(server, "tools/list", "{}").list("result", "tools").stream()
                        .filter(tool -> tool.text("name").equals("start_over"))
                        .map(tool -> tool.at("annotations", "readOnlyHint").orElse(Json.NULL)))
                .containsExactly(new Json.JsonBoolean(false));
    }
}
