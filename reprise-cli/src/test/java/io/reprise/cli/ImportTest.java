package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.cli.project.DemoRecordings;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
    private static final String CHAT = "openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd.json";

    @TempDir
    Path directory = Path.of("");

    @Test
    void convertsAllSeedsIntoWhatTheDemoShips() throws Exception {
        CommandRunner runner = new CommandRunner(directory);

        Ended ended = runner.run("import", CommandRunner.seeds());

        assertThat(ended).isEqualTo(new Ended(0, "", "imported 5 recordings (5 new)\n"));
        Map<String, String> files = runner.files("recordings");
        List<String> imported = DemoRecordings.names().stream()
                .filter(name -> name.startsWith("openai-"))
                .toList();
        assertThat(files.keySet()).isEqualTo(new TreeSet<>(imported));
        try (DemoRecordings demo = DemoRecordings.unpack()) {
            CommandRunner unpacked = new CommandRunner(demo.directory());
            assertThat(imported)
                    .allSatisfy(name ->
                            assertThat(runner.read("recordings/" + name)).isEqualTo(unpacked.read(name)));
        }
    }

    @Test
    void twiceWritesNothing() {
        CommandRunner runner = new CommandRunner(directory);
        runner.run("import", CommandRunner.seeds());
        Map<String, String> before = runner.files("recordings");

        Ended again = runner.run("import", CommandRunner.seeds());

        assertThat(again).isEqualTo(new Ended(0, "", "imported 5 recordings (5 unchanged)\n"));
        assertThat(runner.files("recordings")).isEqualTo(before);
    }

    @Test
    void ofTheSameFileTwiceIsOneRecording() {
        CommandRunner runner = new CommandRunner(directory);

        Ended ended = runner.run(
                "import", CommandRunner.seed("chat-stream-usage.txtar"), CommandRunner.seed("chat-stream-usage.txtar"));

        assertThat(ended).isEqualTo(new Ended(0, "", "imported 2 recordings (1 new, 1 duplicates)\n"));
        assertThat(runner.files("recordings").keySet()).containsExactly(CHAT);
    }

    @Test
    void replacesWhatSaysSomethingElse() {
        CommandRunner runner = new CommandRunner(directory);
        runner.run("import", CommandRunner.seeds());
        runner.write("recordings/" + CHAT, runner.read("recordings/" + CHAT).replace("librar", "brewer"));

        Ended ended = runner.run("import", CommandRunner.seed("chat-stream-usage.txtar"));

        assertThat(ended).isEqualTo(new Ended(0, "", "imported 1 recording (1 replaced)\n"));
        assertThat(runner.read("recordings/" + CHAT)).contains("library").doesNotContain("brewer");
    }

    @Test
    void numbersAnswersToQuestionsThatARuleMakesTheSame() {
        CommandRunner runner = new CommandRunner(directory);
        runner.write("reprise.yaml", "rules:\n  - leave out $.user\n");
        for (String user : List.of("ann", "bob", "cem")) {
            runner.write("talks/" + user + ".txtar", asked(user, "Hello " + user));
        }

        assertThat(runner.run("import", "--dry-run", "talks").err()).startsWith("would import 3 recordings (3 new)\n");
        Ended ended = runner.run("import", "talks");

        assertThat(ended.status()).isZero();
        assertThat(ended.err()).startsWith("imported 3 recordings (3 new)\n").doesNotContain("left out");
        assertThat(occurrences(runner)).containsExactlyInAnyOrder("1 Hello ann", "2 Hello bob", "3 Hello cem");
        assertThat(runner.run("import", "talks").err()).startsWith("imported 3 recordings (3 unchanged)\n");
        assertThat(runner.run("lint").status()).isZero();
    }

    @Test
    void numbersAnswersOfSeveralSourcesOnInTheirOrder() {
        CommandRunner runner = new CommandRunner(directory);
        runner.write("reprise.yaml", "rules:\n  - leave out $.user\n");
        runner.write("a.txtar", asked("ann", "one"));
        runner.write("b.txtar", asked("bob", "two"));

        for (boolean isDry : List.of(true, false)) {
            Ended ended = isDry
                    ? runner.run("import", "--dry-run", "a.txtar", "b.txtar", "a.txtar")
                    : runner.run("import", "a.txtar", "b.txtar", "a.txtar");

            assertThat(ended.status()).isZero();
            assertThat(ended.err()).contains("import").contains("3 recordings (2 new, 1 duplicates)\n");
        }

        assertThat(occurrences(runner)).containsExactlyInAnyOrder("1 one", "2 two");
    }

    private static String asked(String user, String answer) {
        return """
                -- req.sh --
                curl http://localhost/v1/chat/completions -d '{"model":"m","messages":[],"user":"%s"}'
                -- response.json --
                {"choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}]}
                """.formatted(user, answer);
    }

    private static List<String> occurrences(CommandRunner runner) {
        return runner.files("recordings").values().stream()
                .map(file -> Json.parse(file.substring(file.indexOf('{'))))
                .map(file -> file.get("occurrence")
                                .map(number -> number.write(Layout.COMPACT))
                                .orElse("1") + " "
                        + file.get("response")
                                .flatMap(response -> response.get("body"))
                                .orElseThrow()
                                .write(Layout.COMPACT)
                                .replaceAll(".*\"content\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void aDryRunWritesNothing() {
        CommandRunner runner = new CommandRunner(directory);

        Ended ended = runner.run("import", "--dry-run", CommandRunner.seeds());

        assertThat(ended).isEqualTo(new Ended(0, "", "would import 5 recordings (5 new)\n"));
        assertThat(runner.files(".")).isEmpty();
    }

    @Test
    void givesThemToOneTest() {
        CommandRunner runner = new CommandRunner(directory);

        runner.run("import", "--test", "a/b", CommandRunner.seed("chat-stream-usage.txtar"));

        Json listed = Json.parse(runner.run("list", "--json").out());
        assertThat(listed.items())
                .singleElement()
                .satisfies(item ->
                        assertThat(item.get("test").flatMap(Json::string)).contains("a/b"));
    }

    @Test
    void ofRubbishNamesEachAndConvertsTheOthers() {
        CommandRunner runner = new CommandRunner(directory);
        runner.write("text.txt", "hello\n");
        runner.write("empty.json", "");
        runner.write("object.json", "{}");
        runner.write("junk.txtar", "\u0000\u0001\u0002");

        Ended ended = runner.run(
                "import",
                "text.txt",
                "empty.json",
                "object.json",
                "junk.txtar",
                "nowhere",
                CommandRunner.seed("chat-stream-usage.txtar"));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .startsWith("imported 1 recording (1 new)")
                .contains("failed: nowhere: it does not exist; correct the path")
                .anyMatch(line -> line.contains("text.txt: it is in no format that Reprise knows"))
                .anyMatch(line -> line.contains("empty.json"))
                .anyMatch(line -> line.contains("object.json"))
                .anyMatch(line -> line.contains("junk.txtar"));
        assertThat(runner.files("recordings").keySet()).containsExactly(CHAT);
    }

    @Test
    void ofHalfAFileFailsAndSaysWhy() {
        CommandRunner runner = new CommandRunner(directory);
        String seed = new CommandRunner(Path.of(CommandRunner.seeds())).read("llama-stack-ollama-hello.json");
        runner.write("recordings/half.json", seed.substring(0, seed.length() / 2));

        Ended ended = runner.run("import", "recordings/half.json", "--recordings", "ours");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .startsWith("imported 0 recordings")
                .anyMatch(line -> line.startsWith("failed: half.json: it cannot be read: "));
    }

    @Test
    void saysByItsStatusThatSomethingWithinASourceCannotBeRead() throws Exception {
        CommandRunner runner = new CommandRunner(directory);
        runner.write("source/good.txtar", asked("ann", "Hello"));
        runner.write("elsewhere/secret.txtar", asked("eve", "Bye"));
        runner.write("source/half.txtar", "-- req.sh --\ncurl http://localhost/v1/x\n");
        runner.write("source/notes.txtar", "-- notes.txt --\nhello\n");
        Path source = directory.resolve("source");
        Files.createSymbolicLink(source.resolve("link.txtar"), directory.resolve("elsewhere/secret.txtar"));
        assertThat(new ProcessBuilder("mkfifo", source.resolve("pipe.txtar").toString())
                        .start()
                        .waitFor())
                .isZero();

        Ended ended = runner.run("import", "source");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .contains(
                        "imported 1 recording (1 new)",
                        "left out 1: it has no req.sh (notes.txtar)",
                        "failed: half.txtar: it has no response.json",
                        "failed: pipe.txtar: it cannot be read: it is a pipe, a socket or a device, and not a file")
                .anyMatch(line -> line.startsWith("failed: link.txtar: it cannot be read: a link leads out of '"));
        assertThat(runner.files("recordings").values().toString()).doesNotContain("Bye");
    }

    @Test
    void anAnswerAfterAnotherIsNotLost() {
        CommandRunner runner = new CommandRunner(directory);
        runner.write("a.txtar", asked("ann", "Hello"));
        runner.run("import", "a.txtar");
        runner.write("source/a.txtar", asked("ann", "Hello"));
        runner.write("source/b.txtar", asked("ann", "Again"));

        Ended ended = runner.run("import", "source");
        Ended json = runner.run("import", "source", "--json", "--recordings", "other");

        assertThat(ended.said())
                .contains("note on 1: request: the same question was recorded before; this answer comes after the"
                        + " earlier ones (b.txtar)");
        assertThat(Json.parse(json.out()).list("notes")).hasSize(1);
        assertThat(Json.parse(json.out()).list("losses")).isEmpty();
    }

    @Test
    void saysWhatIsLostAsJsonToo() {
        CommandRunner runner = new CommandRunner(directory);

        Ended ended = runner.run("import", "--json", CommandRunner.seeds(), "nowhere");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).isEmpty();
        assertThat(Json.parse(ended.out()).write(Layout.COMPACT))
                .isEqualTo(
                        "{\"new\":5,\"replaced\":0,\"unchanged\":0,\"duplicates\":0,\"left_out\":[],\"losses\":[],\"notes\":[],"
                                + "\"failed\":[{\"origin\":\"nowhere\",\"reason\":\"it does not exist; correct the path\"}],\"unnamed\":[]}");
    }

    @Test
    void ofACredentialIsRefusedOrMaskedAsConfigured() {
        CommandRunner runner = new CommandRunner(directory);
        String secret = "sk-" + "proj-" + "Zk3".repeat(16);
        String seed = new CommandRunner(Path.of(CommandRunner.seeds())).read("chat-stream-usage.txtar");
        runner.write("leaky.txtar", seed.replace("tell me a joke", "my key is " + secret));

        Ended refused = runner.run("import", "leaky.txtar");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("failed: leaky.txtar", "credential", "'redact: mask' in reprise.yaml masks it")
                .doesNotContain(secret);
        runner.write("reprise.yaml", "redact: mask\n");
        assertThat(runner.run("import", "leaky.txtar").err()).isEqualTo("imported 1 recording (1 new)\n");
        assertThat(runner.files("recordings").values().toString()).doesNotContain(secret);
        assertThat(runner.run("import", "leaky.txtar").err()).isEqualTo("imported 1 recording (1 unchanged)\n");
        assertThat(runner.run("lint").status()).isZero();
    }

    @Test
    void writesNoDayIfAFlagSaysSo() {
        CommandRunner runner = new CommandRunner(directory);
        runner.write("reprise.yaml", "dates: true\n");

        runner.run("import", CommandRunner.seed("chat-stream-usage.txtar"), "--dates=false");

        assertThat(runner.read("recordings/" + CHAT)).doesNotContain("\"recorded\"");
    }
}
