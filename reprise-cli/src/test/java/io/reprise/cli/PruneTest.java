package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneTest {
    private static final String ASK =
            "curl -s -o answer \"$OPENAI_BASE_URL/chat/completions\" -H 'content-type: application/json' -d '"
                    + "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}'";

    @TempDir
    Path directory;

    private CommandRunner commands;

    @BeforeEach
    void keepTwoRecordings() {
        commands = new CommandRunner(directory).with("PATH", System.getenv("PATH"));
        commands.write("recordings/a.json", recording("hi"));
        commands.write("recordings/b.json", recording("bye"));
        assertThat(commands.run("lint", "--fix").out()).contains("renamed to");
    }

    private static String recording(String words) {
        return "{\"reprise\": 1, \"request\": {\"method\": \"POST\", \"path\": \"/v1/chat/completions\", \"body\":"
                + " {\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"" + words + "\"}]}},"
                + " \"response\": {\"status\": 200, \"headers\": {\"content-type\": \"application/json\"}, \"body\": {}}}\n";
    }

    private long recordings() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("recordings"))) {
            return files.filter(file -> file.toString().endsWith(".json")).count();
        }
    }

    @Test
    void listsFirstAndDeletesOnlyWhatWasNotUsed() throws IOException {
        assertThat(commands.run("run", "--", "sh", "-c", ASK).status()).isZero();

        Ended listed = commands.run("prune", "--unused-runs", "1", "--without-test");
        long left = recordings();
        Ended deleted = commands.run("prune", "--unused-runs", "1", "--without-test", "--write");

        assertThat(listed.out()).contains("-bye-").endsWith(": the last run without a test did not use it\n");
        assertThat(listed.err()).contains("1 file can be deleted").contains("nothing is deleted without --write");
        assertThat(left).isEqualTo(2);
        assertThat(deleted.status()).isZero();
        assertThat(deleted.err()).contains("deleted 1 file");
        assertThat(recordings()).isEqualTo(1);
    }

    @Test
    void saysHowTheFilesComeBackThatGitHas() throws Exception {
        commands.write(
                "recordings/ours.json",
                recording("ours").replace("\"reprise\": 1,", "\"reprise\": 1, \"test\": \"a\","));
        assertThat(commands.run("run", "--", "sh", "-c", ASK).status()).isZero();
        shell("git init -q && git add . && git -c user.name=t -c user.email=t@example.com commit -qm first");
        shell("rm recordings/ours.json");

        Ended nothing = commands.run("prune", "--orphaned", "--write", "--json");
        Ended deleted = commands.run("prune", "--unused-runs", "1", "--without-test", "--write");
        long left = recordings();
        String said = "git brings them back: ";
        shell(deleted.said().stream()
                .filter(line -> line.startsWith(said))
                .findFirst()
                .orElseThrow()
                .substring(said.length()));

        assertThat(nothing.out()).contains("\"undo\": null");
        assertThat(left).isEqualTo(1);
        assertThat(recordings()).isEqualTo(2);
        assertThat(directory.resolve("recordings/ours.json")).doesNotExist();
    }

    private void shell(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
    }

    @Test
    void leavesWhatHasNoTestUnlessThatIsAskedFor() throws IOException {
        commands.run("run", "--", "sh", "-c", ASK);

        Ended deleted = commands.run("prune", "--unused-runs", "1", "--write");

        assertThat(deleted.said())
                .containsExactly(
                        "nothing in 'recordings' can be deleted",
                        "1 unused recording without a test stays, since no run tells that it asked for all of them;"
                                + " --without-test includes it");
        assertThat(recordings()).isEqualTo(2);
    }

    @Test
    void saysThatTooFewRunsAreKnown() {
        commands.write(
                "recordings/c.json", recording("ciao").replace("\"reprise\": 1,", "\"reprise\": 1, \"test\": \"a\","));

        Ended ended = commands.run("prune");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(ended.said())
                .containsExactly(
                        "nothing in 'recordings' can be deleted",
                        "fewer than 3 complete runs of 1 test are known yet, so its recordings stay;"
                                + " --unused-runs 1 needs only one");
    }

    @Test
    void printsJsonWithTheMembersOfTheControlApi() {
        commands.run("run", "--", "sh", "-c", ASK);

        Ended ended = commands.run("prune", "--unused-runs", "1", "--without-test", "--json");

        assertThat(ended.out())
                .contains("\"dry_run\": true")
                .contains("\"reason\": \"unused\"")
                .contains("\"total\": 1")
                .contains("\"undo\": null");
    }

    @Test
    void theRecordOfARunIsNoRecordingAndIsIgnoredByGit() {
        commands.run("run", "--", "sh", "-c", ASK);

        assertThat(directory.resolve("recordings/.reprise/.gitignore")).hasContent("*");
        assertThat(commands.run("lint").err()).doesNotContain(".reprise");
    }

    @Test
    void refusesContradictionsAndWrongNumbers() {
        assertThat(commands.run("prune", "--write", "--dry-run").status()).isEqualTo(2);
        assertThat(commands.run("prune", "--unused-runs", "0").err())
                .isEqualTo("reprise: --unused-runs: 0 is not a number from 1 to 50\n");
        assertThat(commands.run("prune", "--without-test", "--orphaned").err())
                .isEqualTo("reprise: --without-test is about unused recordings; add --unused-runs N\n");
        assertThat(Files.exists(directory.resolve("recordings"))).isTrue();
    }
}
