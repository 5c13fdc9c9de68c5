package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsTest {
    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));

    @BeforeEach
    void record() throws Exception {
        runner = new CommandRunner(directory);
        runner.write("reprise.yaml", "prices:\n- {model: m-*, input: 2, output: 10}\n");
        keep("a/one.json", "a", "m-1", "{\"prompt_tokens\":1000,\"completion_tokens\":100}", 30, 320);
        keep("a/two.json", "a", "m-1", "{\"prompt_tokens\":500,\"completion_tokens\":10}", 40, 4000);
        keep("b/one.json", "b", "other", "{\"prompt_tokens\":7,\"completion_tokens\":3}", 0, 0);
    }

    private void keep(String file, String test, String model, String usage, long first, long second) throws Exception {
        Path path = runner.write("recordings/" + file, """
                {"reprise": 1, "test": "TEST",
                 "request": {"method": "POST", "path": "/v1/chat/completions",
                   "body": {"model": "MODEL", "stream": true, "messages": [{"role": "user", "content": "FILE"}]}},
                 "response": {"status": 200, "headers": {"content-type": "text/event-stream"}, "framing": "sse", "chunks": [
                   {"at": FIRST, "data": {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}},
                   {"at": SECOND, "data": {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}},
                   {"at": SECOND, "data": {"choices":[],"usage":USAGE}},
                   {"at": SECOND, "text": "[DONE]"}]}}
                """.replace("TEST", test)
                .replace("MODEL", model)
                .replace("FILE", file)
                .replace("FIRST", "" + first)
                .replace("SECOND", "" + second)
                .replace("USAGE", usage));
        Files.setLastModifiedTime(
                path, FileTime.from(Instant.parse("2026-05-0" + (test.equals("a") ? 1 : 2) + "T10:00:00Z")));
    }

    @Test
    void countsWhatIsRecorded() {
        Ended ended = runner.run("stats");

        assertThat(ended.status()).as("%s", ended).isZero();
        assertThat(ended.out()).startsWith("""
                3 recordings of 2 tests, 2 models, 1 API family
                """);
        assertThat(ended.out())
                .contains(
                        "  tokens     1,507 in, 113 out\n",
                        "  cost       $0.0041 (1 recording without a known price)\n",
                        "  recorded   2026-05-01 to 2026-05-02\n",
                        "time to first token\n",
                        "  under 500 ms     ########################################         1\n",
                        "  under 5 s        ########################################         1\n");
        assertThat(ended.said()).hasSize(1).first().asString().startsWith("the prices date from ");
    }

    @Test
    void tellsProgramsTheSame() {
        Json stats = Json.parse(runner.run("stats", "--by", "test", "--json").out());

        assertThat(stats.at("recordings").orElseThrow().toString()).contains("3");
        assertThat(stats.text("cost_usd")).isEqualTo("0.0041");
        assertThat(stats.text("oldest_at")).isEqualTo("2026-05-01T10:00:00Z");
        assertThat(stats.list("groups").stream().map(group -> group.text("name")))
                .containsExactly("a", "b");
        assertThat(stats.list("groups").get(1).get("cost_usd")).contains(Json.NULL);
        assertThat(stats.at("histograms", "first_token_ms").orElseThrow().items())
                .hasSize(4);
    }

    @Test
    void countsByWhatIsAskedFor() {
        assertThat(last(runner.run("stats", "--by", "model"))).endsWith("other").contains("    -  ");
        assertThat(last(runner.run("stats", "--by", "day"))).endsWith("2026-05-02");
        assertThat(last(runner.run("stats", "--by", "family"))).endsWith("openai-chat");
        assertThat(last(runner.run("stats", "--by", "test", "--limit", "1")))
                .isEqualTo("and 1 more; --limit 0 shows all");
        assertThat(runner.run("stats", "--by", "moon"))
                .isEqualTo(new Ended(2, "", "reprise: --by: 'moon' is unknown; use test, model, family or day\n"));
    }

    private static String last(Ended ended) {
        List<String> lines = ended.out().lines().toList();
        return lines.get(lines.size() - 1);
    }

    @Test
    void countsOnlyWhatIsSelected() {
        assertThat(runner.run("stats", "--filter", "model:m-*").out()).startsWith("2 recordings of 1 test, 1 model");
        assertThat(runner.run("stats", "--filter", "model:nobody").out()).startsWith("0 recordings of 0 tests");
    }

    @Test
    void namesWhatIsBroken() {
        runner.write("recordings/broken.json", "{\"reprise\": 1, \"request\": 5}");

        Ended ended = runner.run("stats");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).contains("  broken     1; 'reprise lint' says why");
        assertThat(ended.said().stream().filter(line -> line.contains("broken.json")))
                .hasSize(1);
    }

    @Test
    void fitsANarrowTerminal() {
        Ended ended = runner.onTerminal(50).with("NO_COLOR", "1").run("stats", "--by", "test");

        assertThat(ended.out().lines().filter(line -> line.contains("#") || line.contains("RECORDINGS")))
                .isNotEmpty()
                .allMatch(line -> line.length() <= 50);
    }
}
