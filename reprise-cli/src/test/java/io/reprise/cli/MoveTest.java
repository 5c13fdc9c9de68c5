package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoveTest {
    @TempDir
    Path directory;

    private CommandRunner commands;

    @BeforeEach
    void keepRecordings() {
        commands = new CommandRunner(directory);
        commands.write("recordings/1.json", recording("old.py::one", "hi"));
        commands.write("recordings/2.json", recording("old.py::two", "hi"));
        commands.write("recordings/3.json", recording("other", "hi"));
        commands.run("lint", "--fix");
    }

    private static String recording(String test, String words) {
        return "{\"reprise\": 1, \"x-note\": \"mine\", \"test\": \"" + test
                + "\", \"request\": {\"method\": \"POST\", \"path\": \"/v1/chat/completions\", \"body\":"
                + " {\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"" + words + "\"}]}},"
                + " \"response\": {\"status\": 200, \"headers\": {\"content-type\": \"application/json\"}, \"body\": {\"of\": \""
                + test + "\"}}}\n";
    }

    private String tests() {
        return commands.run("list", "--json")
                .out()
                .replaceAll("(?s)[^\n]*?\"test\": ?\"([^\"]*)\"[^\n]*\n?", "$1 ")
                .replaceAll("[\\[\\]\\s]+", " ")
                .strip();
    }

    @Test
    void givesTheRecordingsToAnotherTest() {
        Ended ended = commands.run("mv", "other", "renamed");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).isEqualTo("moved 1 recording\n");
        assertThat(tests()).contains("renamed").doesNotContain("other");
        assertThat(commands.run("lint").out()).isEmpty();
        assertThat(directory.resolve("recordings/other")).doesNotExist();
        assertThat(commands.files("recordings/renamed").values())
                .allMatch(text -> text.contains("\"x-note\": \"mine\""));
    }

    @Test
    void movesAllTestsOfAFile() {
        Ended ended = commands.run("mv", "old.py::*", "new/file.py::*");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(tests()).contains("new/file.py::one", "new/file.py::two", "other");
    }

    @Test
    void onlyListsInADryRun() {
        Ended ended = commands.run("mv", "other", "renamed", "--dry-run", "--json");

        assertThat(ended.out())
                .contains("\"dry_run\": true")
                .contains("\"from\": \"other/")
                .contains("\"total\": 1");
        assertThat(tests()).contains("other");
    }

    @Test
    void saysThatBrokenFilesStay() {
        commands.write("recordings/other/4.json", "<<<<<<< HEAD\n" + recording("other", "hello"));

        Ended listed = commands.run("mv", "other", "renamed", "--dry-run", "--json");
        Ended ended = commands.run("mv", "other", "renamed");
        commands.write("recordings/other/5.json", "<<<<<<< HEAD\n" + recording("other", "hello"));
        Ended none = commands.run("mv", "other", "renamed");

        assertThat(listed.status()).isEqualTo(3);
        assertThat(listed.out()).contains("\"total\": 1").contains("\"broken\": 1");
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.err())
                .isEqualTo("moved 1 recording\n1 file cannot be read and stays; 'reprise lint' names it\n");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("2 files cannot be read and stay; 'reprise lint' names them");
    }

    @Test
    void overwritesNothing() {
        Ended ended = commands.run("mv", "old.py::one", "old.py::two");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("nothing was moved, because the new test has recordings already: old.py-two-");
        assertThat(tests()).contains("old.py::one", "old.py::two");
    }

    @Test
    void theNameOfNoTestIsNearToNone() {
        commands.write("recordings/4.json", recording("", "hi").replace("\"test\": \"\", ", ""));

        Ended ended = commands.run("mv", "z", "renamed");

        assertThat(ended.err())
                .isEqualTo("reprise: there are no recordings of the test 'z' in 'recordings';"
                        + " 'reprise list' shows the tests\n");
    }

    @Test
    void namesTheNearestTest() {
        Ended ended = commands.run("mv", "othr", "renamed");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .isEqualTo(
                        "reprise: there are no recordings of the test 'othr' in 'recordings'; did you mean 'other'?\n");
    }

    @Test
    void refusesStarsThatDoNotMatch() {
        assertThat(commands.run("mv", "old.py::*", "new.py").status()).isEqualTo(2);
        assertThat(commands.run("mv", "old.py").err()).contains("the new name is missing");
    }
}
