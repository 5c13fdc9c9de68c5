package io.reprise.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.recording.RecordingKeeper.Effect;
import io.reprise.core.store.Store;
import io.reprise.core.store.Store.Answers;
import io.reprise.core.store.Store.Entry;
import io.reprise.core.store.Store.Item;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.stream.StreamFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        append(HELLO, answer("Hi"));
        append(HELLO, answer("Hi again"));
        append(question("hello", TEST), answer("Hi"));

        assertThat(files().keySet())
                .containsExactly(
                        "openai-chat-llama3.2-1b-hello-world-" + HELLO.key().brief() + ".2.json",
                        "openai-chat-llama3.2-1b-hello-world-" + HELLO.key().brief() + ".json",
                        "tests-test_jokes.py-test_tells-llama3.2-1b-009bdb85c1/openai-chat-llama3.2-1b-hello-"
                                + question("hello", TEST).key().brief() + ".json");
    }

    @Test
    void keepsTheTestsOfAClassTogether() throws IOException {
        TestId tells = new TestId("com.example.JokeTest//tells");
        TestId birds = new TestId("com.example.JokeTest//tells//birds");
        append(question("hello", tells), answer("Hi"));
        append(question("hello", birds), answer("Hi"));

        assertThat(files().keySet())
                .containsExactly(
                        "com.example.JokeTest/tells/birds/openai-chat-llama3.2-1b-hello-"
                                + question("hello", birds).key().brief() + ".json",
                        "com.example.JokeTest/tells/openai-chat-llama3.2-1b-hello-"
                                + question("hello", tells).key().brief() + ".json");
        try (Store reopened = open()) {
            assertThat(reopened.find(question("hello", birds)).entries()).hasSize(1);
            List<TestId> all = new ArrayList<>();
            reopened.forEach(entry -> all.add(entry.recording().test()), broken -> {});
            assertThat(all).containsExactlyInAnyOrder(tells, birds);
            List<TestId> some = new ArrayList<>();
            reopened.forEachOf(
                    Set.of(birds),
                    location -> true,
                    entry -> some.add(entry.recording().test()),
                    broken -> {});
            assertThat(some).containsExactly(birds);
        }
    }

    @Test
    void confirmsARecordingInOneLineOfItsFile() throws IOException {
        append(HELLO, answer("Hi"));
        Path file = root().resolve(files().firstKey());
        String edited =
                Files.readString(file).replace("{\n  \"reprise\"", "{\n  \"x-note\" :  \"mine\",\n  \"reprise\"");
        Files.writeString(file, edited);

        confirm(LocalDate.of(2026, 9, 1));
        String once = Files.readString(file);
        confirm(LocalDate.of(2026, 11, 27));

        assertThat(once)
                .isEqualTo(edited.replace("  \"request\": {", "  \"recorded\": \"2026-09-01\",\n  \"request\": {"));
        assertThat(Files.readString(file)).isEqualTo(once.replace("2026-09-01", "2026-11-27"));
        assertThat(files()).hasSize(1);
    }

    @Test
    void keepsTheDayThatItIsGiven() {
        Optional<LocalDate> first = Optional.of(LocalDate.of(2026, 9, 1));
        Optional<LocalDate> second = Optional.of(LocalDate.of(2026, 11, 27));
        Exchange exchange = new Exchange(HELLO.request(), answer("Hi"));

        Entry kept;
        try (Store store = open()) {
            kept = store.append(HELLO, "", exchange, first);
        }
        assertThat(days()).containsExactly(first);
        try (Store store = open()) {
            kept = store.replace(store.at(kept.location()).orElseThrow(), HELLO, "", exchange, second);
        }
        assertThat(days()).containsExactly(second);
        try (Store store = open()) {
            store.replace(store.at(kept.location()).orElseThrow(), HELLO, "", exchange);
        }
        assertThat(days()).containsExactly(Optional.empty());
    }

    private List<Optional<LocalDate>> days() {
        try (Store store = open()) {
            return store.find(HELLO).entries().stream()
                    .map(entry -> entry.recording().recordedOn())
                    .toList();
        }
    }

    @Test
    void confirmsARecordingOfAnyLayout() throws IOException {
        append(HELLO, answer("Hi"));
        Path file = root().resolve(files().firstKey());
        String oneLine = Json.parse(Files.readString(file)).write(Layout.COMPACT);
        Files.writeString(file, oneLine.substring(0, oneLine.length() - 1) + ",\"x-note\":\"mine\"}");

        Entry confirmed = confirm(LocalDate.of(2026, 9, 1));

        try (Store store = open()) {
            assertThat(store.at(confirmed.location()).map(Entry::recording)).contains(confirmed.recording());
        }
        assertThat(confirmed.recording().recordedOn()).contains(LocalDate.of(2026, 9, 1));
        assertThat(Files.readString(file)).contains("\"mine\"");
    }

    private Entry confirm(LocalDate day) {
        try (Store store = open()) {
            Answers before = store.find(HELLO);
            Entry confirmed = store.confirm(before.entries().get(0), day).orElseThrow();
            assertThat(store.isCurrent(before.version())).isFalse();
            assertThat(store.find(HELLO).entries()).extracting(Entry::recording).containsExactly(confirmed.recording());
            return confirmed;
        }
    }

    @Test
    void tellsTheTimeOfTheFileWhereItsDaySaysTheSame() throws IOException {
        Instant noon = Instant.parse("2026-11-27T12:00:00Z");
        try (Store store = open()) {
            store.append(
                    HELLO, "", new Exchange(HELLO.request(), answer("Hi")), Optional.of(LocalDate.of(2026, 11, 27)));
        }
        Path file = root().resolve(files().firstKey());

        Files.setLastModifiedTime(file, FileTime.from(noon));
        assertThat(recordedAt()).contains(noon);
        Files.setLastModifiedTime(file, FileTime.from(noon.plus(Duration.ofDays(20)))); // as by a checkout
        assertThat(recordedAt()).contains(Instant.parse("2026-11-27T00:00:00Z"));
    }

    private Optional<Instant> recordedAt() {
        try (Store store = open()) {
            return store.find(HELLO).entries().get(0).recordedAt();
        }
    }

    @Test
    void createsNothingBeforeTheFirstRecording() {
        try (Store store = open()) {
            assertThat(store.find(HELLO).entries()).isEmpty();
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
        append(HELLO, answer("Hi"));
        try (Store store = open()) {
            Answers before = store.find(HELLO);

            edit(onlyFile(), "\"Hi\"", "\"Good morning\"");

            assertThat(store.isCurrent(before.version())).isFalse();
            assertThat(text(store.find(HELLO).entries().get(0).recording())).isEqualTo("Good morning");
        }
    }

    @Test
    void noticesFilesThatAreAddedAndDeletedByHand() throws IOException {
        append(HELLO, answer("Hi"));
        try (Store store = open()) {
            Answers one = store.find(HELLO);
            Path second = root().resolve(onlyFile().getFileName().toString().replace(".json", ".2.json"));

            Files.copy(onlyFile(), second);
            assertThat(store.isCurrent(one.version())).isFalse();
            Answers two = store.find(HELLO);
            assertThat(two.entries()).hasSize(2);

            Files.delete(second);
            assertThat(store.isCurrent(two.version())).isFalse();
            assertThat(store.find(HELLO).entries()).hasSize(1);
        }
    }

    /** A file does not say which of these a client has sent. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "application/json", "Application/JSON; charset=UTF-8", "application/vnd.x+json", "text/plain"
            })
    void findsARecordingWhoseContentTypeIsCompared(String type) {
        KeyRules rules = KeyRules.of(List.of(KeyRule.parse("include header content-type")));
        Headers headers = type.isEmpty() ? Headers.NONE : Headers.of("content-type", type);
        Request request = new Request(
                "POST", "/v1/chat/completions", "", headers, Bytes.utf8("{\"model\":\"m\",\"messages\":[]}"));
        Question question = rules.question(request, TestId.NONE);
        try (DirectoryStore writing = new DirectoryStore(root(), rules)) {
            writing.append(question, "", new Exchange(request, Response.whole(200, "text/plain", Bytes.utf8("hi"))));

            assertThat(writing.find(question).entries()).hasSize(1);
        }
        try (DirectoryStore reading = new DirectoryStore(root(), rules)) {
            assertThat(reading.find(question).entries()).hasSize(1);
        }
    }

    @Test
    void findsAFileWhoseWordsWereChanged() throws IOException {
        append(HELLO, answer("Hi"));
        try (Store store = open()) {
            assertThat(store.find(HELLO).entries()).hasSize(1);

            rename(onlyFile(), "greeting-" + HELLO.key().brief() + ".json");

            assertThat(store.find(HELLO).entries()).hasSize(1);
            new RecordingKeeper(store)
                    .keep(HELLO, "upstream", new Exchange(HELLO.request(), answer("changed")), new Position.First());
        }

        assertThat(files().keySet()).containsExactly("greeting-" + HELLO.key().brief() + ".json");
        assertThat(answers(HELLO)).containsExactly("changed");
    }

    @Test
    void findsWhatWasMovedOrRenamedOrAskedOtherwiseOnceAllHasBeenRead() throws IOException {
        append(HELLO, answer("Hi"));
        edit(onlyFile(), "Hello, world!", "Hello, moon!");
        Files.createDirectories(root().resolve("elsewhere"));
        rename(onlyFile(), "elsewhere/greeting.json");
        Question moon = question("Hello, moon!", TestId.NONE);

        try (Store store = open()) {
            readAll(store);

            assertThat(store.find(HELLO).entries()).isEmpty();
            Answers found = store.find(moon);
            assertThat(found.entries()).extracting(Entry::location).containsExactly("elsewhere/greeting.json");
            assertThat(store.isCurrent(found.version())).isTrue();
        }
    }

    @Test
    void answersNothingFromAFileWhoseQuestionWasEdited() throws IOException {
        append(HELLO, answer("Hi"));
        edit(onlyFile(), "Hello, world!", "Hello, moon!");

        try (Store store = open()) {
            Answers nothing = store.find(HELLO);

            assertThat(nothing.entries()).isEmpty();
            assertThat(store.isCurrent(nothing.version())).isTrue();
            assertThat(store.find(question("Hello, moon!", TestId.NONE)).entries())
                    .hasSize(1);
        }
    }

    @Test
    void namesABrokenFileAndServesTheOthers() throws IOException {
        Question other = question("other", TestId.NONE);
        append(HELLO, answer("Hi"));
        Path broken = onlyFile();
        append(other, answer("fine"));
        Files.writeString(broken, Files.readString(broken).substring(0, 100));

        try (Store store = open()) {
            assertThatThrownBy(() -> store.find(HELLO))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("'" + broken.getFileName() + "' cannot be read: it is not valid JSON")
                    .hasMessageContaining("line 6");
            assertThat(store.find(other).entries()).hasSize(1);
            List<String> reported = new ArrayList<>();
            store.forEach(entry -> reported.add(entry.location()), failed -> reported.add(failed.getMessage()));
            assertThat(reported).hasSize(2);
            assertThat(store.series(HELLO, "upstream"))
                    .extracting(Item::location)
                    .containsExactly(broken.getFileName().toString());
            assertThat(store.append(HELLO, "upstream", new Exchange(HELLO.request(), answer("second")))
                            .recording())
                    .matches(recording -> recording.occurrence() == 2);
        }
        assertThat(keep(HELLO, answer("again"), new Position.First()).effect()).isEqualTo(Effect.REPLACED);
        assertThat(answers(HELLO)).containsExactly("again");
        assertThat(files()).hasSize(2);
    }

    @Test
    void overlooksFilesThatAreNoRecordings() throws IOException {
        append(HELLO, answer("Hi"));
        Files.writeString(root().resolve("README.md"), "# Recordings");
        Files.writeString(root().resolve("package.json"), "{\"name\": \"x\"}");
        Files.writeString(root().resolve("broken.json"), "{");
        Files.createDirectories(root().resolve(".git/objects"));
        Files.createDirectories(root().resolve("a/b/c"));

        List<String> visited = new ArrayList<>();
        try (Store store = open()) {
            store.forEach(entry -> visited.add(entry.location()), broken -> visited.add(broken.getMessage()));
            assertThat(store.at("package.json")).isEmpty();
            assertThat(store.at("broken.json")).isEmpty();
        }

        assertThat(visited).containsExactly(onlyFile().getFileName().toString());
    }

    @Test
    void findsAFileInAStrangePlaceAfterItWasReadByItsLocation() throws IOException {
        append(HELLO, answer("Hi"));
        rename(onlyFile(), "greeting.json");

        try (Store store = open()) {
            assertThat(store.at("greeting.json")).isPresent();

            assertThat(store.find(HELLO).entries()).hasSize(1);
        }
    }

    @Test
    void leavesNoTraceOfRecordingTheSameAgain() throws IOException {
        append(HELLO, answer("one", "chatcmpl-1", 1));
        append(HELLO, answer("two", "chatcmpl-2", 2));
        rename(
                root().resolve(FileName.of("openai-chat-llama3.2-1b-hello-world", HELLO.key(), 2)
                        .text()),
                FileName.of("second", HELLO.key(), 2).text());
        TreeMap<String, String> before = files();

        try (Store store = open()) {
            RecordingKeeper keeper = new RecordingKeeper(store);
            Exchange one = new Exchange(HELLO.request(), answer("one", "chatcmpl-3", 3));
            Exchange two = new Exchange(HELLO.request(), answer("two", "chatcmpl-4", 4));
            assertThat(keeper.keep(HELLO, "upstream", one, new Position.First()).effect())
                    .isEqualTo(Effect.UNCHANGED);
            assertThat(files()).hasSize(1);
            assertThat(keeper.keep(HELLO, "upstream", two, new Position.Next()).effect())
                    .isEqualTo(Effect.UNCHANGED);
        }

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void showsOnlyWhatIsSaidOtherwiseWhenAnAnswerIsReplaced() {
        keep(
                HELLO,
                stream(Chunk.of(10, "a"), Chunk.of(20, "b"), Chunk.of(30, "c"), Chunk.of(40, "d")),
                new Position.At(1));

        keep(HELLO, stream(Chunk.of(5, "a"), Chunk.of(6, "X"), Chunk.of(7, "Y"), Chunk.of(8, "d")), new Position.At(1));
        assertThat(chunks())
                .containsExactly(Chunk.of(10, "a"), Chunk.of(20, "X"), Chunk.of(30, "Y"), Chunk.of(40, "d"));

        keep(HELLO, stream(Chunk.of(5, "a"), Chunk.of(6, "X"), Chunk.of(7, "d")), new Position.At(1));
        assertThat(chunks()).containsExactly(Chunk.of(10, "a"), Chunk.of(20, "X"), Chunk.of(40, "d"));

        keep(
                HELLO,
                stream(Chunk.of(1, "a"), Chunk.of(2, "1"), Chunk.of(3, "2"), Chunk.of(4, "3"), Chunk.of(5, "d")),
                new Position.At(1));
        assertThat(chunks())
                .containsExactly(
                        Chunk.of(10, "a"), Chunk.of(20, "1"), Chunk.of(20, "2"), Chunk.of(20, "3"), Chunk.of(40, "d"));
    }

    private static Response stream(Chunk... pieces) {
        List<Chunk> chunks = Arrays.stream(pieces)
                .map(piece -> Chunk.of(piece.at(), "data: " + piece.bytes() + "\n\n"))
                .toList();
        return new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, Ending.COMPLETE);
    }

    private List<Chunk> chunks() {
        try (Store store = open()) {
            return store.find(HELLO).entries().get(0).recording().exchange().response().chunks().stream()
                    .map(chunk -> Chunk.of(
                            chunk.at(),
                            chunk.bytes().toString().replace("data: ", "").strip()))
                    .toList();
        }
    }

    @Test
    void keepsOnlyTheHeadersThatMatter() throws IOException {
        append(HELLO, answer("Hi"));

        assertThat(Files.readString(onlyFile())).doesNotContain("application/json");
    }

    @Test
    void saysWhyNothingCanBeKept() throws IOException {
        Files.writeString(root(), "a file where the store should be");

        try (Store store = open()) {
            assertThat(store.find(HELLO).entries()).isEmpty();
            assertThatThrownBy(() -> store.append(HELLO, "upstream", new Exchange(HELLO.request(), answer("Hi"))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(
                            "the recording of key " + HELLO.key().brief() + " cannot be kept in '" + root())
                    .hasMessageContaining("is not a directory; older recordings are unchanged");
        }
    }

    @Test
    void cleansUpAfterAProgramThatWasKilled() throws IOException {
        Path leftover = root().resolve(".tmp/4711-1.tmp");
        Files.createDirectories(leftover.getParent());
        Files.writeString(leftover, "{");

        try (Store store = open()) {
            assertThat(store.find(HELLO).entries()).isEmpty();
            assertThat(leftover).exists();
            store.append(HELLO, "upstream", new Exchange(HELLO.request(), answer("Hi")));
        }

        assertThat(root().resolve(".tmp")).doesNotExist();
        assertThat(answers(HELLO)).containsExactly("Hi");
    }

    @Test
    void findsNamesThatWereChangedInALargeDirectory() throws IOException {
        append(HELLO, answer("Hi"));
        Path file = onlyFile();
        for (int i = 0; i <= RecordingDirectory.SMALL; i++) {
            Files.createFile(root().resolve(String.format("filler-%012x.json", i)));
        }
        try (Store store = open()) {
            assertThat(store.find(HELLO).entries()).hasSize(1);

            rename(file, "greeting-" + HELLO.key().brief() + ".json");

            assertThat(store.find(HELLO).entries()).hasSize(1);
            assertThat(store.find(question("other", TestId.NONE)).entries()).isEmpty();
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
