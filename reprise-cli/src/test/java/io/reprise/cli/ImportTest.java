package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.Terminal.Ended;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
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
        Terminal terminal = new Terminal(directory);

        Ended ended = terminal.run("import", Terminal.seeds());

        assertThat(ended).isEqualTo(new Ended(0, "", "imported 5 recordings (5 new)\n"));
        Map<String, String> files = terminal.files("recordings");
        assertThat(files.keySet()).isEqualTo(new TreeSet<>(DemoRecordings.names()));
        try (DemoRecordings demo = DemoRecordings.unpack()) {
            Terminal unpacked = new Terminal(demo.directory());
            assertThat(DemoRecordings.names())
                    .allSatisfy(name ->
                            assertThat(terminal.read("recordings/" + name)).isEqualTo(unpacked.read(name)));
        }
    }

    @Test
    void twiceWritesNothing() {
        Terminal terminal = new Terminal(directory);
        terminal.run("import", Terminal.seeds());
        Map<String, String> before = terminal.files("recordings");

        Ended again = terminal.run("import", Terminal.seeds());

        assertThat(again).isEqualTo(new Ended(0, "", "imported 5 recordings (5 unchanged)\n"));
        assertThat(terminal.files("recordings")).isEqualTo(before);
    }

    @Test
    void ofTheSameFileTwiceIsOneRecording() {
        Terminal terminal = new Terminal(directory);

        Ended ended = terminal.run(
                "import", Terminal.seed("chat-stream-usage.txtar"), Terminal.seed("chat-stream-usage.txtar"));

        assertThat(ended).isEqualTo(new Ended(0, "", "imported 2 recordings (1 new, 1 duplicates)\n"));
        assertThat(terminal.files("recordings").keySet()).containsExactly(CHAT);
    }

    @Test
    void replacesWhatSaysSomethingElse() {
        Terminal terminal = new Terminal(directory);
        terminal.run("import", Terminal.seeds());
        terminal.write("recordings/" + CHAT, terminal.read("recordings/" + CHAT).replace("librar", "brewer"));

        Ended ended = terminal.run("import", Terminal.seed("chat-stream-usage.txtar"));

        assertThat(ended).isEqualTo(new Ended(0, "", "imported 1 recordings (1 replaced)\n"));
        assertThat(terminal.read("recordings/" + CHAT)).contains("library").doesNotContain("brewer");
    }

    @Test
    void numbersAnswersToQuestionsThatARuleMakesTheSame() {
        Terminal terminal = new Terminal(directory);
        terminal.write("reprise.yaml", "rules:\n  - leave out $.user\n");
        for (String user : List.of("ann", "bob", "cem")) {
            terminal.write("talks/" + user + ".txtar", asked(user, "Hello " + user));
        }

        assertThat(terminal.run("import", "--dry-run", "talks").err())
                .startsWith("would import 3 recordings (3 new)\n");
        Ended ended = terminal.run("import", "talks");

        assertThat(ended.status()).isZero();
        assertThat(ended.err()).startsWith("imported 3 recordings (3 new)\n").doesNotContain("left out");
        assertThat(occurrences(terminal)).containsExactlyInAnyOrder("1 Hello ann", "2 Hello bob", "3 Hello cem");
        assertThat(terminal.run("import", "talks").err()).startsWith("imported 3 recordings (3 unchanged)\n");
        assertThat(terminal.run("lint").status()).isZero();
    }

    @Test
    void numbersAnswersOfSeveralSourcesOnInTheirOrder() {
        Terminal terminal = new Terminal(directory);
        terminal.write("reprise.yaml", "rules:\n  - leave out $.user\n");
        terminal.write("a.txtar", asked("ann", "one"));
        terminal.write("b.txtar", asked("bob", "two"));

        for (boolean isDry : List.of(true, false)) {
            Ended ended = isDry
                    ? terminal.run("import", "--dry-run", "a.txtar", "b.txtar", "a.txtar")
                    : terminal.run("import", "a.txtar", "b.txtar", "a.txtar");

            assertThat(ended.status()).isZero();
            assertThat(ended.err()).contains("import").contains("3 recordings (2 new, 1 duplicates)\n");
        }

        assertThat(occurrences(terminal)).containsExactlyInAnyOrder("1 one", "2 two");
    }

    private static String asked(String user, String answer) {
        return """
                -- req.sh --
                curl http://localhost/v1/chat/completions -d '{"model":"m","messages":[],"user":"%s"}'
                -- response.json --
                {"choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}]}
                """.formatted(user, answer);
    }

    private static List<String> occurrences(Terminal terminal) {
        return terminal.files("recordings").values().stream()
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
        Terminal terminal = new Terminal(directory);

        Ended ended = terminal.run("import", "--dry-run", Terminal.seeds());

        assertThat(ended).isEqualTo(new Ended(0, "", "would import 5 recordings (5 new)\n"));
        assertThat(terminal.files(".")).isEmpty();
    }

    @Test
    void givesThemToOneTest() {
        Terminal terminal = new Terminal(directory);

        terminal.run("import", "--test", "a/b", Terminal.seed("chat-stream-usage.txtar"));

        Json listed = Json.parse(terminal.run("list", "--json").out());
        assertThat(listed.items())
                .singleElement()
                .satisfies(item ->
                        assertThat(item.get("test").flatMap(Json::string)).contains("a/b"));
    }

    @Test
    void ofRubbishNamesEachAndConvertsTheOthers() {
        Terminal terminal = new Terminal(directory);
        terminal.write("text.txt", "hello\n");
        terminal.write("empty.json", "");
        terminal.write("object.json", "{}");
        terminal.write("junk.txtar", "\u0000\u0001\u0002");

        Ended ended = terminal.run(
                "import",
                "text.txt",
                "empty.json",
                "object.json",
                "junk.txtar",
                "nowhere",
                Terminal.seed("chat-stream-usage.txtar"));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said())
                .startsWith("imported 1 recordings (1 new)")
                .contains("failed: nowhere: it does not exist")
                .anyMatch(line -> line.contains("text.txt: there are no recordings in a known format"))
                .anyMatch(line -> line.contains("empty.json"))
                .anyMatch(line -> line.contains("object.json"))
                .anyMatch(line -> line.contains("junk.txtar"));
        assertThat(terminal.files("recordings").keySet()).containsExactly(CHAT);
    }

    @Test
    void ofHalfAFileLeavesItOutAndSaysWhy() {
        Terminal terminal = new Terminal(directory);
        String seed = new Terminal(Path.of(Terminal.seeds())).read("llama-stack-ollama-hello.json");
        terminal.write("recordings/half.json", seed.substring(0, seed.length() / 2));

        Ended ended = terminal.run("import", "recordings/half.json", "--recordings", "ours");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.said())
                .startsWith("imported 0 recordings")
                .anyMatch(line -> line.contains("half.json"))
                .endsWith("there was nothing to import in 'recordings/half.json'");
    }

    @Test
    void saysWhatIsLostAsJsonToo() {
        Terminal terminal = new Terminal(directory);

        Ended ended = terminal.run("import", "--json", Terminal.seeds(), "nowhere");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).isEmpty();
        assertThat(Json.parse(ended.out()).write(Layout.COMPACT))
                .isEqualTo("{\"new\":5,\"replaced\":0,\"unchanged\":0,\"duplicates\":0,\"left_out\":[],\"losses\":[],"
                        + "\"failed\":[{\"origin\":\"nowhere\",\"reason\":\"it does not exist\"}],\"unnamed\":[]}");
    }

    @Test
    void ofACredentialIsRefusedOrMaskedAsConfigured() {
        Terminal terminal = new Terminal(directory);
        String secret = "sk-" + "proj-" + "Zk3".repeat(16);
        String seed = new Terminal(Path.of(Terminal.seeds())).read("chat-stream-usage.txtar");
        terminal.write("leaky.txtar", seed.replace("tell me a joke", "my key is " + secret));

        Ended refused = terminal.run("import", "leaky.txtar");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("failed: leaky.txtar", "credential", "'redact: mask' in reprise.yaml masks it")
                .doesNotContain(secret);
        terminal.write("reprise.yaml", "redact: mask\n");
        assertThat(terminal.run("import", "leaky.txtar").err()).isEqualTo("imported 1 recordings (1 new)\n");
        assertThat(terminal.files("recordings").values().toString()).doesNotContain(secret);
        assertThat(terminal.run("import", "leaky.txtar").err()).isEqualTo("imported 1 recordings (1 unchanged)\n");
        assertThat(terminal.run("lint").status()).isZero();
    }
}
