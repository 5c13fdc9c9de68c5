package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTest {
    private static final String CHAT = "openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd.json";

    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));

    @BeforeEach
    void importSeeds() {
        runner = new CommandRunner(directory);
        runner.run("import", CommandRunner.seeds());
    }

    @Test
    void findsNothingInWhatWasImported() {
        assertThat(runner.run("lint")).isEqualTo(new Ended(0, "", "no problems in 'recordings'\n"));
        assertThat(runner.run("lint", "--json")).isEqualTo(new Ended(0, "[]\n", "no problems in 'recordings'\n"));
    }

    @Test
    void namesHalfAFile() {
        runner.write("recordings/" + CHAT, runner.read("recordings/" + CHAT).substring(0, 900));

        Ended ended = runner.run("lint");
        Ended json = runner.run("lint", "--json");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out().lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("error: " + CHAT + ": it cannot be read: it is not valid JSON: ")
                        .endsWith("; correct it, or delete it to record it again")
                        .doesNotContain(CHAT + ": '"));
        assertThat(ended.err()).isEqualTo("1 error, 0 warnings in 'recordings'\n");
        assertThat(json.status()).isEqualTo(3);
        assertThat(Json.parse(json.out()).items()).singleElement().satisfies(finding -> {
            assertThat(finding.get("location").flatMap(Json::string)).contains(CHAT);
            assertThat(finding.get("severity").flatMap(Json::string)).contains("error");
        });
    }

    @Test
    void namesTheFilesInTheirOrder() {
        for (String name : List.of("c.json", "a.json", "d/b.json", "b.json")) {
            runner.write("recordings/" + name, "{\"reprise\": 1, \"x\"");
        }
        runner.write("recordings/a-body.bin", "");

        assertThat(runner.run("lint").out().lines().map(line -> line.split(": ", 3)[1]))
                .containsExactly("a.json", "b.json", "c.json", "d/b.json");
    }

    @Test
    void renamesWhatItsNameDoesNotTell() throws IOException {
        Path recordings = directory.resolve("recordings");
        Files.move(recordings.resolve(CHAT), recordings.resolve("joke.json"));

        Ended found = runner.run("lint");
        Ended fixed = runner.run("lint", "--fix");

        assertThat(found.status()).isEqualTo(3);
        assertThat(found.out()).contains("joke.json");
        assertThat(fixed.out()).contains("joke.json");
        assertThat(recordings.resolve(CHAT)).exists();
        assertThat(recordings.resolve("joke.json")).doesNotExist();
        assertThat(runner.run("lint").status()).isZero();
    }

    @Test
    void findsCredentialsWithoutShowingThem() {
        String secret = "sk-" + "proj-" + "Zk3".repeat(16);
        runner.write("recordings/" + CHAT, runner.read("recordings/" + CHAT).replace(" librarian", " " + secret));

        Ended ended = runner.run("lint");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).contains(CHAT, "credential").doesNotContain(secret);
    }
}
