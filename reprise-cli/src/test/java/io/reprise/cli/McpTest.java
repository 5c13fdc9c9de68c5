package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reprise mcp}. */
class McpTest {
    private static final String BODY =
            "{\\\"model\\\":\\\"m\\\",\\\"messages\\\":[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"bye\\\"}]}";

    @TempDir
    Path directory;

    private List<Json> answers(String typed) throws IOException {
        Files.createDirectories(directory.resolve("recordings"));
        CommandRunner.Ended ended = new CommandRunner(directory).typing(typed).run("mcp");
        assertThat(ended.status()).isZero();
        return ended.out().lines().map(Json::parse).toList();
    }

    private static String call(String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{" + arguments + "}}}\n";
    }

    @Test
    void answersEachLineWithALine() throws IOException {
        List<Json> answers = answers("\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n"
                + "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\"}\nnonsense\n"
                + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");

        assertThat(answers).hasSize(3);
        assertThat(answers.get(0).text("result", "resultType")).isEqualTo("complete");
        assertThat(answers.get(1).at("error", "code")).contains(new Json.JsonNumber("-32700"));
        assertThat(answers.get(2).get("id")).contains(new Json.JsonNumber("2"));
    }

    @Test
    void refusesALineThatIsTooLongAndReadsTheNext() throws IOException {
        List<Json> answers =
                answers(" ".repeat(2) + "x".repeat(1 << 21) + "\n{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}\n");

        assertThat(answers).hasSize(2);
        assertThat(answers.get(0).text("error", "message")).isEqualTo("a message may have 1048576 bytes");
    }

    @Test
    void explainsARequestWithoutAServerAndSaysWhereMissesAreKnown() throws IOException {
        List<Json> answers = answers(call("why_missed", "\"body\":\"" + BODY + "\"") + call("list_misses", ""));

        assertThat(answers.get(0).list("result", "content").get(0).text("text"))
                .startsWith("Cause: nothing similar is recorded.");
        assertThat(answers.get(1).list("result", "content").get(0).text("text"))
                .contains("reprise mcp --url http://127.0.0.1:8000");
    }

    @Test
    void saysThatNoServerAnswers() {
        CommandRunner.Ended ended = new CommandRunner(directory)
                .typing("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}\n")
                .run("mcp", "--url", "http://127.0.0.1:1");

        assertThat(ended.status()).isZero();
        assertThat(Json.parse(ended.out()).text("error", "message"))
                .startsWith("no server answers at http://127.0.0.1:1/");
        assertThat(ended.said()).singleElement().asString().startsWith("no server answers at http://127.0.0.1:1/");
        assertThat(new CommandRunner(directory).run("mcp", "--url", "8000").status())
                .isEqualTo(2);
    }
}
