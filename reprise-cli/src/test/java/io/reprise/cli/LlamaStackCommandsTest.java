package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.Terminal.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaStackCommandsTest {
    private static final Path CORPUS = Path.of("../../shared/corpora/llama-stack")
            .toAbsolutePath()
            .normalize()
            .resolve("2026-05");

    private static final String TOOL_CALL = "a tool call: the file does not say which HTTP request was behind it";

    @TempDir
    Path directory = Path.of("");

    @Test
    void exportWritesFilesThatWereSuchFilesByteForByte() {
        Ended ended = export(CORPUS, "out");

        assertThat(ended.status()).isZero();
        assertThat(ended.said()).element(0).isEqualTo("exported 581 recordings (581 written, 0 unchanged)");
        assertThat(ended.said()).element(1).asString().startsWith("left out 2: " + TOOL_CALL);
        Map<String, String> files = files(directory.resolve("out"));
        Map<String, String> originals = files(CORPUS);
        assertThat(originals).containsAllEntriesOf(files);
        assertThat(files).hasSize(581);
    }

    @Test
    void exportTwiceChangesNothing() {
        export(CORPUS, "out");

        assertThat(export(CORPUS, "out").said())
                .element(0)
                .isEqualTo("exported 581 recordings (0 written, 581 unchanged)");
    }

    @Test
    void importsAllThatHasAnHttpRequestAndSaysWhatElseThereWas() {
        Ended ended = new Terminal(directory).run("import", CORPUS.toString());

        assertThat(ended.status()).isZero();
        assertThat(ended.said()).element(0).isEqualTo("imported 581 recordings (533 new, 48 doubles)");
        assertThat(ended.said()).element(1).asString().startsWith("left out 2: " + TOOL_CALL);
    }

    @Test
    void exportsWhatWasImportedToNamesThatTheLintAgreesWith() {
        new Terminal(directory).run("import", CORPUS.toString());

        Ended exported = export(directory.resolve("recordings"), "out");
        Ended lint = new Terminal(directory).run("lint", "--recordings", "out");

        assertThat(exported.status()).isZero();
        assertThat(exported.said()).element(0).isEqualTo("exported 533 recordings (533 written, 0 unchanged)");
        assertThat(lint.status()).isZero();
    }

    @Test
    void lintNamesFilesThatAreNotNamedAfterTheirContent() {
        Ended ended = new Terminal(directory).run("lint", "--recordings", CORPUS.toString());

        assertThat(ended.status()).isEqualTo(ExitCode.ATTENTION);
        assertThat(ended.out()
                        .lines()
                        .filter(line ->
                                line.startsWith("warning: ") && line.contains("its name is not what its content says")))
                .hasSize(38);
        assertThat(ended.out().lines().filter(line -> line.startsWith("note: ")))
                .hasSize(2);
    }

    @Test
    void listSaysWhatIsNotServed() {
        Ended ended = new Terminal(directory).run("list", "--recordings", CORPUS.toString());

        assertThat(ended.status()).isZero();
        assertThat(ended.out().lines()).hasSize(582);
        assertThat(ended.said()).hasSize(2).allMatch(line -> line.endsWith(": " + TOOL_CALL));
    }

    @Test
    void exportNeedsAFormThatCanBeWritten() {
        Ended ended =
                new Terminal(directory).run("export", "--format", "txtar", "--recordings", CORPUS.toString(), "out");

        assertThat(ended.status()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(ended.err()).contains("'txtar' can be imported only");
    }

    private Ended export(Path recordings, String target) {
        return new Terminal(directory)
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
