package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
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
    void aLineThatIsNoMessageIsAnsweredAndTheNextIsRead() throws IOException {
        List<Json> answers = answers("\0\n{\"jsonrpc\":\n[1,{\"jsonrpc\":\"2.0\",\"method\":\"x\"}]\n"
                + "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}\n{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"params\":1}\n"
                + "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}");

        assertThat(answers.stream()
                        .map(answer -> answer.items().isEmpty()
                                ? answer
                                : answer.items().get(0))
                        .map(answer ->
                                answer.at("error", "code").orElse(Json.NULL).write(Layout.COMPACT) + " "
                                        + answer.get("id").orElseThrow().write(Layout.COMPACT)))
                .containsExactly("-32700 null", "-32700 null", "-32600 null", "-32600 null", "null 3");
    }

    @Test
    void eachRequestIsAnsweredWhereNoServerAnswers() {
        CommandRunner.Ended ended = new CommandRunner(directory)
                .typing(
                        "{\"jsonrpc\"\n[{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"method\":\"x\"}]\n"
                                + "{\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n7\n[]\n")
                .run("mcp", "--url", "http://127.0.0.1:1");

        List<Json> answers = ended.out().lines().map(Json::parse).toList();
        assertThat(answers).hasSize(4);
        assertThat(answers.get(0).at("error", "code")).contains(new Json.JsonNumber("-32700"));
        assertThat(answers.get(1).items())
                .singleElement()
                .satisfies(each -> assertThat(each.get("id")).contains(new Json.JsonNumber("2")));
        assertThat(answers.get(2).get("id")).contains(Json.NULL);
        assertThat(answers.get(3).get("id")).contains(Json.NULL);
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
