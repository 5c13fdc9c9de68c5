package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.CommandRunner.Ended;
import io.reprise.cli.process.ExitCode;
import io.reprise.core.Corpora;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The commands over a tree that llama-stack itself uses. */
@Tag(Corpora.TAG)
class LlamaStackCorpusCommandsTest {
    private static final String TOOL_CALL = "a tool call: the file does not say which HTTP request it made";

    @TempDir
    Path directory = Path.of("");

    private Path corpus = Path.of("");

    @BeforeEach
    void findTheCorpus(TestInfo test) {
        corpus = Corpora.llamaStack("2026-05");
        Corpora.tried(files(corpus).size(), "llama-stack of May 2026, " + test.getDisplayName());
    }

    @Test
    void exportWritesFilesThatWereSuchFilesByteForByte() {
        Ended ended = export(corpus, "out");

        assertThat(ended.status()).isZero();
        assertThat(ended.said()).element(0).isEqualTo("exported 581 recordings (581 written, 0 unchanged)");
        assertThat(ended.said()).element(1).asString().startsWith("left out 2: " + TOOL_CALL);
        Map<String, String> files = files(directory.resolve("out"));
        Map<String, String> originals = files(corpus);
        assertThat(originals).containsAllEntriesOf(files);
        assertThat(files).hasSize(581);
    }

    @Test
    void exportTwiceChangesNothing() {
        export(corpus, "out");

        assertThat(export(corpus, "out").said())
                .element(0)
                .isEqualTo("exported 581 recordings (0 written, 581 unchanged)");
    }

    @Test
    void importsAllThatHasAnHttpRequestAndSaysWhatElseThereWas() {
        Ended ended = new CommandRunner(directory).run("import", corpus.toString());

        assertThat(ended.status()).isZero();
        assertThat(ended.said()).element(0).isEqualTo("imported 581 recordings (533 new, 48 duplicates)");
        assertThat(ended.said()).element(1).asString().startsWith("left out 2: " + TOOL_CALL);
    }

    @Test
    void exportsWhatWasImportedToNamesThatTheLintAgreesWith() {
        new CommandRunner(directory).run("import", corpus.toString());

        Ended exported = export(directory.resolve("recordings"), "out");
        Ended lint = new CommandRunner(directory).run("lint", "--recordings", "out");

        assertThat(exported.status()).isEqualTo(ExitCode.ATTENTION);
        assertThat(exported.said()).element(0).isEqualTo("exported 528 recordings (528 written, 0 unchanged)");
        assertThat(exported.said())
                .element(1)
                .asString()
                .startsWith("left out 5: a later answer to the same question has the same name");
        assertThat(files(directory.resolve("out"))).hasSize(528);
        assertThat(lint.status()).isZero();
    }

    @Test
    void lintNamesFilesThatAreNotNamedAfterTheirContent() {
        Ended ended = new CommandRunner(directory).run("lint", "--recordings", corpus.toString());

        assertThat(ended.status()).isEqualTo(ExitCode.ATTENTION);
        assertThat(ended.out()
                        .lines()
                        .filter(line ->
                                line.startsWith("warning: ") && line.contains("its name does not match its content")))
                .hasSize(38);
        assertThat(ended.out().lines().filter(line -> line.startsWith("note: ")))
                .hasSize(2);
    }

    @Test
    void listSaysWhatIsNotServed() {
        Ended ended = new CommandRunner(directory).run("list", "--recordings", corpus.toString());

        assertThat(ended.status()).isZero();
        assertThat(ended.out().lines()).hasSize(582);
        assertThat(ended.said()).hasSize(2).allMatch(line -> line.endsWith(": " + TOOL_CALL));
    }

    private Ended export(Path recordings, String target) {
        return new CommandRunner(directory)
                .run("export", "--format", "llama-stack", "--recordings", recordings.toString(), target);
    }

    private static Map<String, String> files(Path root) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return files;
    }
}
