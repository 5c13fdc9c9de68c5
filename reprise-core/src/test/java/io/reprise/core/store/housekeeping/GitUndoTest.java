package io.reprise.core.store.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.store.PossibleNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitUndoTest {
    /** What means something to a shell, to git, or to a list of lines. */
    private static final List<String> NAMES = PossibleNames.of(
                    "plain.json",
                    "two words.json",
                    "it's.json",
                    "a \"quote\".json",
                    "-d",
                    "--",
                    ":(exclude)x.json",
                    "all*.json",
                    "[a].json",
                    "$HOME `id` \\.json",
                    "größer ✓.json",
                    "a/b/in a directory.json",
                    " blank .json")
            .toList();

    @TempDir
    Path repository;

    private Path store = Path.of("");

    @BeforeEach
    void make() throws Exception {
        store = Files.createDirectories(repository.resolve("tests/it's a \"store\""));
        run("git", "init", "-q");
    }

    private void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }

    private void write(String name, String content) throws IOException {
        Path file = store.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void commit() throws IOException, InterruptedException {
        run("git", "add", ".");
        run("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(store)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> store.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private void undo(List<String> files) throws IOException, InterruptedException {
        run("sh", "-c", GitUndo.of(store, files).orElseThrow());
    }

    @Test
    void bringsBackFilesWhateverTheirNames() throws Exception {
        for (String name : NAMES) {
            write(name, name);
        }
        commit();
        List<String> before = files();
        for (String name : NAMES) {
            Files.delete(store.resolve(name));
        }
        Files.delete(store.resolve("a/b"));
        Files.delete(store.resolve("a"));

        undo(NAMES);

        assertThat(files()).isEqualTo(before).hasSize(NAMES.size());
        for (String name : NAMES) {
            assertThat(store.resolve(name)).hasContent(name);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1_000})
    void writesOnlyWhatIsMissing(int count) throws Exception {
        List<String> deleted = new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> "file " + i).toList());
        for (String name : deleted) {
            write(name, name);
        }
        write("changed", "first");
        write("there again", "first");
        commit();
        List<String> before = files();
        write("changed", "second");
        for (String name : deleted) {
            Files.delete(store.resolve(name));
        }
        write("there again", "recorded again");
        deleted.add("there again");
        deleted.add("never committed");

        undo(deleted);

        assertThat(files()).isEqualTo(before);
        assertThat(store.resolve("changed")).hasContent("second");
        assertThat(store.resolve("there again")).hasContent("recorded again");
    }

    @Test
    void restoresOnlyTheseFilesIfTheyAreFew() throws Exception {
        write("all*", "1");
        write("all others", "2");
        commit();
        Files.delete(store.resolve("all*"));
        Files.delete(store.resolve("all others"));

        undo(List.of("all*"));

        assertThat(files()).containsExactly("all*");
    }

    @Test
    void isOneLineWhateverTheNames() throws Exception {
        write("two\nlines", "1");
        commit();
        Files.delete(store.resolve("two\nlines"));

        assertThat(GitUndo.of(store, List.of("two\nlines")).orElseThrow()).doesNotContain("\n");
        undo(List.of("two\nlines"));

        assertThat(files()).containsExactly("two\nlines");
    }

    @Test
    void isThereOnlyWhereGitIs(@TempDir Path elsewhere) throws Exception {
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), store);
        Path away = Files.createSymbolicLink(repository.resolve("away"), elsewhere);

        assertThat(GitUndo.of(store, List.of("a"))).isPresent();
        assertThat(GitUndo.of(link, List.of("a"))).isPresent();
        assertThat(GitUndo.of(away, List.of("a"))).isEmpty();
        assertThat(GitUndo.of(elsewhere, List.of("a"))).isEmpty();
        assertThat(GitUndo.of(elsewhere.resolve("missing"), List.of("a"))).isEmpty();
    }

    @Test
    void isNotThereWhereNothingWasDeleted() {
        assertThat(GitUndo.of(store, List.of())).isEqualTo(Optional.empty());
    }
}
