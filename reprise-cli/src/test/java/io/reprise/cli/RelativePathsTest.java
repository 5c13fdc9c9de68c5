package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in a shell get relative paths, and start in a directory that has no name for them. */
class RelativePathsTest {
    @TempDir
    Path directory = Path.of("");

    private CommandRunner runner = new CommandRunner(Path.of(""));

    @BeforeEach
    void startElsewhere() {
        runner = new CommandRunner(Path.of("").toAbsolutePath().relativize(directory));
        assertThat(runner.run("import", CommandRunner.seeds()).status()).isZero();
    }

    @Test
    void directoryThatWasExportedIsImportedAgain() {
        assertThat(runner.run("export", "--format", "llama-stack", "exported").status())
                .isZero();

        Ended imported = runner.run("import", "--recordings", "other", "exported");

        assertThat(imported.err()).contains("imported 5 recordings (5 new)").doesNotContain("failed");
        assertThat(imported.status()).isZero();
    }

    @Test
    void aFileIsImported() throws Exception {
        Files.copy(Path.of(CommandRunner.seed("chat-stream-usage.txtar")), directory.resolve("chat.txtar"));

        assertThat(runner.run("import", "--recordings", "other", "chat.txtar").status())
                .isZero();
        assertThat(runner.run("import", "--recordings", "another", "./chat.txtar")
                        .status())
                .isZero();
        assertThat(runner.run("import", "--recordings", "third", directory.toRealPath() + "/./chat.txtar")
                        .status())
                .isZero();
    }

    @Test
    void aFileIsShown() {
        String file = "recordings/openai-chat-llama3.2-1b-tell-me-a-joke-abfcc89ce6cd.json";

        assertThat(runner.run("show", file).status()).isZero();
        assertThat(runner.run("show", "./" + file).status()).isZero();
    }

    @Test
    void directoriesAreComparedCheckedAndCounted() {
        assertThat(runner.run("diff", "recordings", "./recordings").status()).isZero();
        assertThat(runner.run("lint").status()).isZero();
        assertThat(runner.run("stats").status()).isZero();
        assertThat(runner.run("scrub").status()).isZero();
        assertThat(runner.run("prune").status()).isZero();
        assertThat(runner.run("list", "--recordings", "./recordings").status()).isZero();
    }
}
