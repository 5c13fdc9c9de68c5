package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));

    @BeforeEach
    void keep() {
        runner = new CommandRunner(directory);
        keep("recordings/a.json", "one", "It is sunny.");
        keep("recordings/b.json", "two", "Fine.");
    }

    private void keep(String file, String question, String answer) {
        runner.write(file, """
                {"reprise": 3,
                 "request": {"method": "POST", "path": "/v1/chat/completions", "headers": {"content-type": "application/json"},
                  "body": {"model": "m", "messages": [{"role": "user", "content": "%s"}]}},
                 "response": {"status": 200, "headers": {"content-type": "application/json"},
                  "body": {"choices": [{"index": 0, "message": {"role": "assistant", "content": "%s"}, "finish_reason": "stop"}]}}}
                """.formatted(question, answer));
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.com"));
        command.addAll(Arrays.asList(arguments));
        Process git = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        git.getOutputStream().close();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
    }

    @Test
    void standardInputIsOneRecording() {
        runner.typing(runner.read("recordings/a.json"));

        Ended ended = runner.run("diff", "-", "-");

        assertThat(ended)
                .isEqualTo(new Ended(2, "", "reprise: standard input can be read only once, and '-' is given twice\n"));
    }

    @Test
    void comparesTwoRecordings() {
        keep("c.json", "one", "It is \\u001b[31mrainy.");

        Ended ended = runner.run("diff", "recordings/a.json", "c.json");

        assertThat(ended).isEqualTo(new Ended(3, "1 word differs\n  answer: It is [-sunny-]{+␛[31mrainy+}.\n", ""));
        assertThat(runner.run("diff", "recordings/a.json", "recordings/a.json"))
                .isEqualTo(new Ended(0, "the same\n", ""));
    }

    @Test
    void comparesTwoStores() {
        keep("other/a.json", "one", "It is rainy.");
        keep("other/renamed.json", "two", "Fine.");
        keep("other/new.json", "three", "Yes.");

        Ended ended = runner.run("diff", "recordings", "other");

        assertThat(ended).isEqualTo(new Ended(3, """
                        a.json: 1 word differs
                          answer: It is [-sunny-]{+rainy+}.

                        only in B: new.json
                        1 changed, 1 only in B, 1 the same
                        """, ""));
        Json json =
                Json.parse(runner.run("diff", "recordings", "other", "--json").out());
        assertThat(json.list("changed").get(0).text("difference", "verdict")).isEqualTo("1 word differs");
        assertThat(json.list("only_b")).containsExactly(new Json.JsonString("new.json"));
    }

    @Test
    void comparesAStoreWithARevisionOfGit() throws Exception {
        git("init", "-q");
        git("add", ".");
        git("commit", "-q", "-m", "first");
        assertThat(runner.run("diff", "--revision", "HEAD")).isEqualTo(new Ended(0, "2 the same\n", ""));
        keep("recordings/a.json", "one", "It is rainy.");
        Files.delete(directory.resolve("recordings/b.json"));

        assertThat(runner.run("diff", "--revision", "HEAD", "recordings").out()).isEqualTo("""
                        a.json: 1 word differs
                          answer: It is [-sunny-]{+rainy+}.

                        only in A: b.json
                        1 changed, 1 only in A, 0 the same
                        """);
        assertThat(runner.run("diff", "--revision", "nonsense").err())
                .startsWith("reprise: git knows no revision 'nonsense' of '");
        assertThat(runner.run("diff", "--revision", "--output=x").err())
                .isEqualTo(
                        "reprise: --revision: '--output=x' is not a revision of git, such as HEAD, main or a1b2c3d\n");
    }

    private String keepOf(String test) {
        try (Store store = new DirectoryStore(directory.resolve("recordings"), KeyRules.NONE)) {
            Request request = new Request(
                    "POST",
                    "/v1/chat/completions",
                    "",
                    Headers.of("content-type", "application/json"),
                    Bytes.utf8("{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"three\"}]}"));
            String answer = "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"A " + test
                    + " answer.\"}}]}";
            Response response = Response.whole(200, "application/json", Bytes.utf8(answer));
            return store.append(KeyRules.NONE.question(request, new TestId(test)), "", new Exchange(request, response))
                    .location();
        }
    }

    @Test
    void comparesTwoTests() {
        String a = keepOf("short");
        String b = keepOf("long");

        Ended ended = runner.run("diff", "--tests", "short", "long");

        assertThat(ended).isEqualTo(new Ended(3, a + " -> " + b + """
                        : 1 word differs
                          answer: A [-short-]{+long+} answer.

                        1 changed, 0 the same
                        """, ""));
        assertThat(runner.run("diff", "--tests", "short", "lang").err())
                .isEqualTo("reprise: the test 'lang' has no recordings\n");
        assertThat(runner.run("diff", "--tests", "short").err())
                .isEqualTo("reprise: --tests compares two tests: 'reprise diff --tests A B'\n");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(runner.run("diff", "recordings"))
                .isEqualTo(
                        new Ended(
                                2,
                                "",
                                "reprise: 'reprise diff' compares two recordings, tests or stores: 'reprise diff A B'; 'reprise diff --revision REV [DIR]' compares a directory with what it was\n"));
        assertThat(runner.run("diff", "recordings", "recordings/a.json").err())
                .isEqualTo(
                        "reprise: 'recordings/a.json' is not a directory; compare two directories, or two recordings\n");
        runner.write("other/a.json", "{");
        Ended broken = runner.run("diff", "recordings", "other");
        assertThat(broken.status()).isEqualTo(3);
        assertThat(broken.err()).contains("a.json");
    }
}
