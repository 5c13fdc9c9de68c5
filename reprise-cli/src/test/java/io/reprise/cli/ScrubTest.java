package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.core.json.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubTest {
    private static final String SECRET = "sk-" + "proj-" + "Zk3q8W".repeat(8);

    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));

    @BeforeEach
    void begin() {
        runner = new CommandRunner(directory);
    }

    private void importSeeds() {
        runner.run("import", CommandRunner.seeds());
    }

    /** Puts the credential into the first file that has this word; returns its name. */
    private String leak(String tree, String word) {
        String name = runner.files(tree).entrySet().stream()
                .filter(file -> file.getValue().contains(word))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        runner.write(tree + "/" + name, runner.read(tree + "/" + name).replace(word, SECRET));
        return name;
    }

    @Test
    void findsNothingInWhatWasImported() {
        importSeeds();

        assertThat(runner.run("scrub")).isEqualTo(new Ended(0, "", "no credentials in 'recordings'\n"));
        assertThat(runner.run("scrub", "--json")).isEqualTo(new Ended(0, "[]\n", "no credentials in 'recordings'\n"));
    }

    @Test
    void showsFirstWhatItWouldDo() {
        importSeeds();
        String name = leak("recordings", " librarian");
        Map<String, String> before = runner.files("recordings");

        Ended planned = runner.run("scrub");

        assertThat(planned.status()).isEqualTo(3);
        assertThat(planned.out()).startsWith("to be masked: " + name + ": ").doesNotContain(SECRET);
        assertThat(planned.err()).isEqualTo("1 to be masked in 'recordings'; nothing is written without --write\n");
        assertThat(runner.files("recordings")).isEqualTo(before);

        Ended written = runner.run("scrub", "--write");

        assertThat(written.status()).isZero();
        assertThat(written.out()).startsWith("masked: " + name + ": ");
        assertThat(runner.read("recordings/" + name)).contains("[masked]").doesNotContain(SECRET);
        assertThat(runner.run("lint").status()).isZero();
        assertThat(runner.run("scrub", "--write").err()).isEqualTo("no credentials in 'recordings'\n");
    }

    @Test
    void saysItInJsonToo() {
        importSeeds();
        String name = leak("recordings", " librarian");

        Ended planned = runner.run("scrub", "--json");

        assertThat(Json.parse(planned.out()).items()).singleElement().satisfies(step -> {
            assertThat(step.get("location").flatMap(Json::string)).contains(name);
            assertThat(step.get("action").flatMap(Json::string)).contains("masked");
            assertThat(step.get("findings").orElseThrow().items()).isNotEmpty();
            assertThat(step.get("target")).contains(Json.NULL);
        });
        assertThat(planned.out()).doesNotContain(SECRET);
    }

    @Test
    void masksATreeOfLlamaStack() {
        String hello = new CommandRunner(Path.of(CommandRunner.seeds())).read("llama-stack-ollama-hello.json");
        runner.write("tree/recordings/0123.json", hello);
        runner.write("tree/notes.txt", SECRET);
        leak("tree", "world");

        Ended lint = runner.run("lint", "--credentials", "--recordings", "tree");
        Ended planned = runner.run("scrub", "--recordings", "tree");
        Ended written = runner.run("scrub", "--recordings", "tree", "--write");

        assertThat(lint.status()).isEqualTo(3);
        assertThat(lint.out()).contains("recordings/0123.json", ", line ").doesNotContain(SECRET);
        assertThat(planned.status()).isEqualTo(3);
        assertThat(written.status()).isZero();
        assertThat(runner.files("tree/recordings").values().toString())
                .contains("[masked]")
                .doesNotContain(SECRET);
        assertThat(runner.run("scrub", "--recordings", "tree").err()).isEqualTo("no credentials in 'tree'\n");
        assertThat(runner.run("lint", "--credentials", "--recordings", "tree").status())
                .isZero();
    }

    @Test
    void renamesAFileOfLlamaStackWhoseRequestChanges() {
        importSeeds();
        leak("recordings", "tell me a joke");
        runner.run("lint", "--fix");
        runner.run("export", "--format", "llama-stack", "tree");

        Ended written = runner.run("scrub", "--recordings", "tree", "--write");

        assertThat(written.status()).isZero();
        assertThat(written.out()).contains("; its new name is '");
        assertThat(runner.files("tree").values().toString()).doesNotContain(SECRET);
        assertThat(runner.run("lint", "--recordings", "tree").status()).isZero();
    }

    @Test
    void isAskedForByLintWhichMayReportCredentialsOnly() {
        importSeeds();
        String name = leak("recordings", " librarian");
        runner.write("recordings/stray-0123456789ab.json", "{");

        Ended lint = runner.run("lint", "--credentials", "--json");

        assertThat(lint.status()).isEqualTo(3);
        assertThat(lint.out()).doesNotContain(SECRET);
        assertThat(Json.parse(lint.out()).items()).anySatisfy(finding -> {
            assertThat(finding.get("location").flatMap(Json::string)).contains(name);
            assertThat(finding.get("credential")
                            .flatMap(place -> place.get("line"))
                            .orElseThrow())
                    .isInstanceOf(Json.JsonNumber.class);
        });
    }
}
