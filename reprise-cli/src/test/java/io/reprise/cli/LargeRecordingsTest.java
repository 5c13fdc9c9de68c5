package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.stream.StreamFormats;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a recording that is too large for the memory. */
class LargeRecordingsTest {
    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));
    private String body = "";
    private String file = "";

    @BeforeEach
    void keep() {
        List<Chunk> chunks = IntStream.range(0, 20_000)
                .mapToObj(i -> Chunk.of(
                        i, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word " + i + "\"}}]}\n\n"))
                .toList();
        Request request = Request.post("/v1/chat/completions", "{\"model\":\"m\",\"messages\":[]}");
        Response response = new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, Ending.COMPLETE);
        try (Store store = new DirectoryStore(directory.resolve("recordings"), KeyRules.NONE)) {
            file = store.append(KeyRules.NONE.question(request, TestId.NONE), "", new Exchange(request, response))
                    .location();
        }
        body = response.body().toString();
        runner = new CommandRunner(directory).with("REPRISE_MEMORY", "16MiB");
    }

    @Test
    void showHasTheBeginningAndTheEnd() {
        Ended shown = runner.run("show", "recordings/" + file);

        assertThat(shown.status()).isZero();
        assertThat(shown.out())
                .contains("response 200, " + body.length() + " bytes in 20000 chunks of sse")
                .contains("too large for the memory")
                .contains("word 0")
                .contains("word 19999")
                .doesNotContain("word 10000");
    }

    @Test
    void showFindsItByItsKeyAsWell() {
        String key = file.replaceAll(".*-([0-9a-f]{12})\\.json", "$1");

        assertThat(runner.run("show", key).out())
                .contains("in 20000 chunks of sse")
                .contains("key         " + key);
    }

    @Test
    void showPrintsAllOfItsBytes() {
        Ended shown = runner.run("show", "--raw", "recordings/" + file);

        assertThat(shown.status()).isZero();
        assertThat(shown.out().equals(body)).isTrue();
    }

    @Test
    void lintFindsNothingInIt() {
        assertThat(runner.run("lint").said()).containsExactly("no problems in 'recordings'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"show --json FILE", "diff FILE FILE", "play FILE"})
    void otherCommandsSayWhatTheyNeed(String command) {
        Ended ended = runner.run(command.replace("FILE", "recordings/" + file).split(" "));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("REPRISE_JAVA_OPTS=-Xmx4g");
    }
}
