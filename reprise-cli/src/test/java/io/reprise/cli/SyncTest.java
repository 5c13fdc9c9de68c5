package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Between directories; reprise-postgres tests the rest. */
class SyncTest {
    @TempDir
    Path directory;

    private CommandRunner commands;

    @BeforeEach
    void keepRecordings() {
        commands = new CommandRunner(directory);
        commands.write("one/1.json", recording("first", "sun"));
        commands.write("one/sub/2.json", recording("second", "rain"));
    }

    private static String recording(String test, String answer) {
        return "{\"reprise\": 1, \"x-note\": \"mine\", \"test\": \"" + test
                + "\", \"request\": {\"method\": \"POST\", \"path\": \"/v1/chat/completions\", \"body\":"
                + " {\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}},"
                + " \"response\": {\"status\": 200, \"headers\": {\"content-type\": \"application/json\"}, \"body\": {\"of\": \""
                + answer + "\"}}}\n";
    }

    /** Without the times of the files. */
    private List<String> texts(String store) {
        return commands.files(store).entrySet().stream()
                .map(file -> file.getKey() + file.getValue().replaceFirst("^\\S+ ", " "))
                .toList();
    }

    @Test
    void copiesWhatIsNew() {
        Ended first = commands.run("sync", "one", "two");
        Ended second = commands.run("sync", "one", "two");

        assertThat(first.err()).isEqualTo("copied 2 recordings (2 new); 0 were there already\n");
        assertThat(second.err()).isEqualTo("copied 0 recordings; 2 were there already\n");
        assertThat(first.status()).isZero();
        assertThat(second.status()).isZero();
        assertThat(texts("two")).isEqualTo(texts("one"));
    }

    @Test
    void onlyListsInADryRun() {
        Ended ended = commands.run("sync", "one", "two", "--dry-run", "--test", "second");

        assertThat(ended.out()).isEqualTo("new: sub/2.json\n");
        assertThat(ended.err()).isEqualTo("would copy 1 recording (1 new); 0 were there already\n");
        assertThat(directory.resolve("two")).doesNotExist();
    }

    @Test
    void keepsWhatTheTargetHasUnlessItIsToldOtherwise() {
        commands.write("two/1.json", recording("first", "snow"));

        Ended kept = commands.run("sync", "one", "two");
        Ended json = commands.run("sync", "one", "two", "--json");

        assertThat(kept.status()).isEqualTo(3);
        assertThat(kept.out()).isEqualTo("conflict: 1.json: the target has another answer\n");
        assertThat(kept.err())
                .isEqualTo("copied 1 recording (1 new); 0 were there already\n"
                        + "1 conflict: the target's recordings stay; --overwrite replaces them\n");
        assertThat(json.out())
                .contains("\"dry_run\": false", "\"added\": 0", "\"unchanged\": 1")
                .contains("\"reason\": \"the target has another answer\"");

        assertThat(commands.run("sync", "one", "two", "--overwrite").status()).isZero();
        assertThat(texts("two")).isEqualTo(texts("one"));
    }

    @Test
    void namesWhatItCannotRead() {
        commands.write("one/3.json", "{\"reprise\": 1, ");

        Ended ended = commands.run("sync", "one", "two");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).startsWith("failed: 3.json: it cannot be read: ");
        assertThat(ended.err())
                .isEqualTo("copied 2 recordings (2 new); 0 were there already\n1 recording was not copied\n");
    }

    @Test
    void countsOnlyWhatTheFilterSelects() {
        commands.run("sync", "one", "two");

        assertThat(commands.run("sync", "one", "two", "--test", "second").err())
                .isEqualTo("copied 0 recordings; 1 was there already\n");
    }

    @ParameterizedTest
    @CsvSource({"link, link/copy", "link, one/a/b", "one, link/a/../b", "link, dangling", "link/sub/../new, one"})
    void aStoreIsNotCopiedIntoItselfOverALink(String source, String target) throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), Path.of("one"));
        Files.createSymbolicLink(directory.resolve("dangling"), Path.of("link/sub/copy"));

        Ended ended = commands.run("sync", source, target);

        assertThat(ended.err())
                .isEqualTo("reprise: '" + source + "' and '" + target
                        + "' are the same store, or one is within the other\n");
        assertThat(ended.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "one | 2 | sync takes a source and a target; the target is missing",
                "one two three | 2 | sync takes a source and a target; there are more than two stores",
                "one one/sub | 2 | 'one' and 'one/sub' are the same store, or one is within the other",
                "none two | 1 | there is no directory 'none'; correct the path",
                "one redis://x | 2 | target: recordings cannot be at 'redis:…': there is no store for this kind of URL; give a directory,"
                        + " such as ./recordings, or postgresql://…",
            })
    void saysWhatIsWrong(String arguments, int status, String message) {
        Ended ended = commands.run(("sync " + arguments).split(" "));

        assertThat(ended.err()).isEqualTo("reprise: " + message + "\n");
        assertThat(ended.status()).isEqualTo(status);
    }
}
