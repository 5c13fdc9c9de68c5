package io.reprise.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Framing;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store.Entry;
import io.reprise.core.store.Store.Kept;
import io.reprise.core.store.Store.Others;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest extends StoreContract {
    private static final Question HELLO = question("Hello, world!", TestId.NONE);

    @TempDir
    Path directory;

    @Override
    protected Store open() {
        return new DirectoryStore(root(), KeyRules.NONE);
    }

    private Path root() {
        return directory.resolve("recordings");
    }

    @Test
    void givesFilesNamesThatPeopleCanRead() throws IOException {
        keep(HELLO, answer("Hi"), 1);
        keep(HELLO, answer("Hi again"), 2);
        keep(question("hello", TEST), answer("Hi"), 1);

        assertThat(files().keySet())
                .containsExactly(
                        "openai-chat-llama3.2-1b-hello-world-" + HELLO.key().brief() + ".2.json",
                        "openai-chat-llama3.2-1b-hello-world-" + HELLO.key().brief() + ".json",
                        "tests-test_jokes.py-test_tells-llama3.2-1b-009bdb85c1/openai-chat-llama3.2-1b-hello-"
                                + question("hello", TEST).key().brief() + ".json");
    }

    @Test
    void createsNothingBeforeTheFirstRecording() {
        try (Store store = open()) {
            assertThat(store.find(HELLO)).isEmpty();
            store.forEach(
                    entry -> {
                        throw new AssertionError(entry);
                    },
                    broken -> {
                        throw broken;
                    });
        }

        assertThat(root()).doesNotExist();
    }

    @Test
    void servesAFileAsItWasEdited() throws IOException {
        keep(HELLO, answer("Hi"), 1);
        try (Store store = open()) {
            List<Entry> before = store.find(HELLO);

            edit(onlyFile(), "\"Hi\"", "\"Good morning\"");

            assertThat(store.isCurrent(HELLO, before)).isFalse();
            assertThat(text(store.find(HELLO).get(0).recording())).isEqualTo("Good morning");
        }
    }

    @Test
    void noticesFilesThatAreAddedAndDeletedByHand() throws IOException {
        keep(HELLO, answer("Hi"), 1);
        try (Store store = open()) {
            List<Entry> one = store.find(HELLO);
            Path second = root().resolve(onlyFile().getFileName().toString().replace(".json", ".2.json"));

            Files.copy(onlyFile(), second);
            assertThat(store.isCurrent(HELLO, one)).isFalse();
            List<Entry> two = store.find(HELLO);
            assertThat(two).hasSize(2);

            Files.delete(second);
            assertThat(store.isCurrent(HELLO, two)).isFalse();
            assertThat(store.find(HELLO)).hasSize(1);
        }
    }

    @Test
    void findsAFileWhoseWordsWereChanged() throws IOException {
        keep(HELLO, answer("Hi"), 1);
        try (Store store = open()) {
            assertThat(store.find(HELLO)).hasSize(1);

            rename(onlyFile(), "greeting-" + HELLO.key().brief() + ".json");

            assertThat(store.find(HELLO)).hasSize(1);
            store.keep(HELLO, recording(HELLO, answer("changed"), 1), Others.DROP);
        }

        assertThat(files().keySet()).containsExactly("greeting-" + HELLO.key().brief() + ".json");
        assertThat(answers(HELLO)).containsExactly("changed");
    }

    @Test
    void findsWhatWasMovedOrRenamedOrAskedOtherwiseOnceAllHasBeenRead() throws IOException {
        keep(HELLO, answer("Hi"), 1);
        edit(onlyFile(), "Hello, world!", "Hello, moon!");
        Files.createDirectories(root().resolve("elsewhere"));
        rename(onlyFile(), "elsewhere/greeting.json");
        Question moon = question("Hello, moon!", TestId.NONE);

        try (Store store = open()) {
            readAll(store);

            assertThat(store.find(HELLO)).isEmpty();
            List<Entry> found = store.find(moon);
            assertThat(found).extracting(Entry::location).containsExactly("elsewhere/greeting.json");
            assertThat(store.isCurrent(moon, found)).isTrue();
        }
    }

    @Test
    void answersNothingFromAFileWhoseQuestionWasEdited() throws IOException {
        keep(HELLO, answer("Hi"), 1);
        edit(onlyFile(), "Hello, world!", "Hello, moon!");

        try (Store store = open()) {
            List<Entry> nothing = store.find(HELLO);

            assertThat(nothing).isEmpty();
            assertThat(store.isCurrent(HELLO, nothing)).isTrue();
            assertThat(store.find(question("Hello, moon!", TestId.NONE))).hasSize(1);
        }
    }

    @Test
    void namesABrokenFileAndServesTheOthers() throws IOException {
        Question other = question("other", TestId.NONE);
        keep(HELLO, answer("Hi"), 1);
        Path broken = onlyFile();
        keep(other, answer("fine"), 1);
        Files.writeString(broken, Files.readString(broken).substring(0, 100));

        try (Store store = open()) {
            assertThatThrownBy(() -> store.find(HELLO))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("'" + broken.getFileName() + "' cannot be read: it is not valid JSON")
                    .hasMessageContaining("line 6");
            assertThat(store.find(other)).hasSize(1);
            List<String> reported = new ArrayList<>();
            store.forEach(entry -> reported.add(entry.location()), failed -> reported.add(failed.getMessage()));
            assertThat(reported).hasSize(2);
            assertThat(store.keep(HELLO, recording(HELLO, answer("anew"), 1), Others.KEEP))
                    .matches(Kept::isWritten);
        }
        assertThat(answers(HELLO)).containsExactly("anew");
    }

    @Test
    void overlooksFilesThatAreNoRecordings() throws IOException {
        keep(HELLO, answer("Hi"), 1);
        Files.writeString(root().resolve("README.md"), "# Recordings");
        Files.writeString(root().resolve("package.json"), "{\"name\": \"x\"}");
        Files.writeString(root().resolve("broken.json"), "{");
        Files.createDirectories(root().resolve(".git/objects"));
        Files.createDirectories(root().resolve("a/b/c"));

        List<String> visited = new ArrayList<>();
        try (Store store = open()) {
            store.forEach(entry -> visited.add(entry.location()), broken -> visited.add(broken.getMessage()));
        }

        assertThat(visited).containsExactly(onlyFile().getFileName().toString());
    }

    @Test
    void leavesNoTraceOfRecordingTheSameAgain() throws IOException {
        keep(HELLO, answer("one", "chatcmpl-1", 1), 1);
        keep(HELLO, answer("two", "chatcmpl-2", 2), 2);
        rename(
                root().resolve(FileName.of("openai-chat-llama3.2-1b-hello-world", HELLO.key(), 2)
                        .text()),
                FileName.of("second", HELLO.key(), 2).text());
        TreeMap<String, String> before = files();

        try (Store store = open()) {
            assertThat(store.keep(HELLO, recording(HELLO, answer("one", "chatcmpl-3", 3), 1), Others.DROP))
                    .matches(kept -> !kept.isWritten());
            assertThat(files()).hasSize(1);
            assertThat(store.keep(HELLO, recording(HELLO, answer("two", "chatcmpl-4", 4), 2), Others.KEEP))
                    .matches(kept -> !kept.isWritten());
        }

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void showsOnlyWhatIsSaidOtherwiseWhenAnAnswerIsReplaced() {
        keep(HELLO, stream(Chunk.of(10, "a"), Chunk.of(20, "b"), Chunk.of(30, "c"), Chunk.of(40, "d")), 1);

        keep(HELLO, stream(Chunk.of(5, "a"), Chunk.of(6, "X"), Chunk.of(7, "Y"), Chunk.of(8, "d")), 1);
        assertThat(chunks())
                .containsExactly(Chunk.of(10, "a"), Chunk.of(20, "X"), Chunk.of(30, "Y"), Chunk.of(40, "d"));

        keep(HELLO, stream(Chunk.of(5, "a"), Chunk.of(6, "X"), Chunk.of(7, "d")), 1);
        assertThat(chunks()).containsExactly(Chunk.of(10, "a"), Chunk.of(20, "X"), Chunk.of(40, "d"));

        keep(
                HELLO,
                stream(Chunk.of(1, "a"), Chunk.of(2, "1"), Chunk.of(3, "2"), Chunk.of(4, "3"), Chunk.of(5, "d")),
                1);
        assertThat(chunks())
                .containsExactly(
                        Chunk.of(10, "a"), Chunk.of(20, "1"), Chunk.of(20, "2"), Chunk.of(20, "3"), Chunk.of(40, "d"));
    }

    private static Response stream(Chunk... pieces) {
        List<Chunk> chunks = Arrays.stream(pieces)
                .map(piece -> Chunk.of(piece.at(), "data: " + piece.bytes() + "\n\n"))
                .toList();
        return new Response(200, Headers.of("content-type", "text/event-stream"), Framing.SSE, chunks, Ending.COMPLETE);
    }

    private List<Chunk> chunks() {
        try (Store store = open()) {
            return store.find(HELLO).get(0).recording().exchange().response().chunks().stream()
                    .map(chunk -> Chunk.of(
                            chunk.at(),
                            chunk.bytes().toString().replace("data: ", "").strip()))
                    .toList();
        }
    }

    @Test
    void keepsOnlyTheHeadersThatMatter() throws IOException {
        keep(HELLO, answer("Hi"), 1);

        assertThat(Files.readString(onlyFile())).doesNotContain("application/json");
    }

    @Test
    void saysWhyNothingCanBeKept() throws IOException {
        Files.writeString(root(), "a file where the store should be");

        try (Store store = open()) {
            assertThat(store.find(HELLO)).isEmpty();
            assertThatThrownBy(() -> store.keep(HELLO, recording(HELLO, answer("Hi"), 1), Others.KEEP))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(
                            "the recording of key " + HELLO.key().brief() + " cannot be kept in '" + root())
                    .hasMessageContaining("Not a directory; what was there before is untouched");
        }
    }

    @Test
    void writesNothingThroughALinkThatLeadsOutOfTheStore() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.createDirectories(root());
        Files.createSymbolicLink(root().resolve("linked"), outside);
        Question question = question("hello", new TestId("linked"));

        try (Store store = open()) {
            assertThatThrownBy(() -> store.keep(question, recording(question, answer("Hi"), 1), Others.KEEP))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("'linked' is a link that leads out of the store");
        }

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void readsFilesThatAreLinks() throws IOException {
        keep(HELLO, answer("Hi"), 1);
        Path file = onlyFile();
        Path outside = directory.resolve("outside.json");
        Files.move(file, outside);
        Files.createSymbolicLink(file, outside);

        assertThat(answers(HELLO)).containsExactly("Hi");
        try (Store store = open()) {
            store.keep(HELLO, recording(HELLO, answer("changed"), 1), Others.KEEP);
        }

        assertThat(answers(HELLO)).containsExactly("changed");
        assertThat(Files.readString(outside)).contains("\"Hi\"");
    }

    @Test
    void cleansUpAfterAProgramThatWasKilled() throws IOException {
        Path leftover = root().resolve(".tmp/4711-1.tmp");
        Files.createDirectories(leftover.getParent());
        Files.writeString(leftover, "{");

        try (Store store = open()) {
            assertThat(store.find(HELLO)).isEmpty();
            assertThat(leftover).exists();
            store.keep(HELLO, recording(HELLO, answer("Hi"), 1), Others.KEEP);
        }

        assertThat(root().resolve(".tmp")).doesNotExist();
        assertThat(answers(HELLO)).containsExactly("Hi");
    }

    @Test
    void findsNamesThatWereChangedInALargeDirectory() throws IOException {
        keep(HELLO, answer("Hi"), 1);
        Path file = onlyFile();
        for (int i = 0; i <= RecordingDirectory.SMALL; i++) {
            Files.createFile(root().resolve(String.format("filler-%012x.json", i)));
        }
        try (Store store = open()) {
            assertThat(store.find(HELLO)).hasSize(1);

            rename(file, "greeting-" + HELLO.key().brief() + ".json");

            assertThat(store.find(HELLO)).hasSize(1);
            assertThat(store.find(question("other", TestId.NONE))).isEmpty();
        }
    }

    private static void readAll(Store store) {
        store.forEach(entry -> {}, broken -> {
            throw broken;
        });
    }

    private void rename(Path file, String name) throws IOException {
        Files.move(file, root().resolve(name));
    }

    private static void edit(Path file, String from, String to) throws IOException {
        Files.writeString(file, Files.readString(file).replace(from, to));
        Files.setLastModifiedTime(
                file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 1_000));
    }

    private Path onlyFile() throws IOException {
        TreeMap<String, String> files = files();
        files.keySet().removeIf(name -> !FileName.parse(name).isPresent());
        assertThat(files).hasSize(1);
        return root().resolve(files.firstKey());
    }

    /** Contents by path within the store. */
    private TreeMap<String, String> files() throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root().relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
