package io.reprise.formats.llamastack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.recording.RecordingKeeper.Effect;
import io.reprise.core.store.Store;
import io.reprise.core.store.Store.Answers;
import io.reprise.core.store.Store.Entry;
import io.reprise.core.store.Store.Item;
import io.reprise.core.store.Store.Removed;
import io.reprise.core.store.Store.Version;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.StoreException;
import io.reprise.formats.Format;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract as far as the form can express it; overridden are tests of what it cannot, as docs/llama-stack.md says. */
@Slow
class LlamaStackStoreTest extends StoreContract {
    @TempDir
    Path directory;

    private final List<String> warnings = new CopyOnWriteArrayList<>();

    @Override
    protected Store open() {
        return new LlamaStackStore(directory, new Format.InPlace(KeyRules.NONE, Map.of(), warnings::add));
    }

    /** llama-stack keeps one answer to a question. */
    @Override
    @Test
    protected void numbersAnswersAsTheyCome() {
        Question question = question("hello", TEST);
        for (int number = 1; number <= 3; number++) {
            append(question, answer("answer " + number));
        }

        assertThat(answers(question)).containsExactly("answer 3");
    }

    /** One answer: none is torn, and the store is fit for use. */
    @Override
    @Test
    protected void numbersAnswersOfManyThreadsWithoutGapOrDouble() throws Exception {
        Question question = question("hello", TEST);
        try (Store store = open()) {
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(number -> new Thread(() -> store.append(
                            question, "upstream", new Exchange(question.request(), answer("answer " + number)))))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(store.find(question).entries()).hasSize(1);
        }
        assertThat(answers(question)).singleElement().asString().startsWith("answer ");
    }

    @Override
    @Test
    protected void replacesOneAndLeavesTheOthers() {
        Question question = question("hello", TEST);
        Question other = question("bye", TEST);
        append(question, answer("one"));
        append(other, answer("two"));

        try (Store store = open()) {
            Item first = store.series(question, "upstream").get(0);
            store.replace(first, question, "upstream", new Exchange(question.request(), answer("changed")));
        }

        assertThat(answers(question)).containsExactly("changed");
        assertThat(answers(other)).containsExactly("two");
    }

    @Override
    @Test
    protected void removesOneAndPutsItBack() throws IOException {
        Question question = question("hello", TEST);
        append(question, answer("one"));
        String before = Files.readString(onlyFile());

        try (Store store = open()) {
            Entry entry = store.find(question).entries().get(0);
            Removed removed = store.remove(entry).orElseThrow();

            assertThat(answers(question)).isEmpty();
            assertThat(store.restore(removed)).isPresent();
            assertThat(Files.readString(onlyFile())).isEqualTo(before);
            assertThat(store.restore(removed)).isEmpty();
        }
    }

    @Override
    @Test
    protected void replacesAnAnswerThatSaysSomethingElse() {
        Question question = question("hello", TEST);
        append(question, answer("one"));

        assertThat(keep(question, answer("changed"), new Position.At(1)).effect())
                .isEqualTo(Effect.REPLACED);

        assertThat(answers(question)).containsExactly("changed");
    }

    /** The stable form has neither ids nor headers. */
    @Override
    @Test
    protected void leavesAnAnswerThatDiffersOnlyInWhatChangesEachTime() throws IOException {
        Question question = question("hello", TEST);
        append(question, answer("one", "chatcmpl-1", 3));
        String before = Files.readString(onlyFile());

        assertThat(keep(question, answer("one", "chatcmpl-2", 99), new Position.First())
                        .effect())
                .isEqualTo(Effect.UNCHANGED);

        assertThat(Files.readString(onlyFile())).isEqualTo(before).contains("\"rec-");
    }

    /** Another range of the same file would get it. */
    @Test
    void refusesAConversation() {
        Exchange conversation = Exchange.conversation(
                Request.get("/v1/realtime"), Headers.NONE, new SocketConversation(List.of(), Optional.empty()));
        Question question = KeyRules.NONE.question(conversation.request(), TestId.NONE);
        try (Store store = open()) {
            assertThatThrownBy(() -> store.append(question, "upstream", conversation))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot hold this recording: it is a WebSocket conversation");
        }
    }

    @Test
    void refusesTheAnswerToARange() {
        Request part = new Request("GET", "/v1/files/f/content", "", Headers.of("range", "bytes=0-1"), Bytes.EMPTY);
        Question question = KeyRules.NONE.question(part, TestId.NONE);
        Exchange exchange = new Exchange(part, Response.whole(206, "application/json", Bytes.utf8("[1")));
        try (Store store = open()) {
            assertThatThrownBy(() -> store.append(question, "upstream", exchange))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("it asks for a range");
        }
    }

    /** What is read back is what the form can say, and that is known beforehand; what it cannot hold is refused. */
    @Override
    @Test
    protected void readsBackWhatWasKeptWhateverItIs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            String words = Long.toString(random.nextLong(), 36) + (random.nextBoolean() ? " \u00f6 \ud83d\ude00" : "");
            Question question = question(words, random.nextBoolean() ? TEST : TestId.NONE);
            Exchange exchange = new Exchange(question.request(), answer(words, "chatcmpl-" + i, i));
            String description = "seed " + seed + ", answer " + i;
            Exchange expected;
            try (Store store = open()) {
                expected = store.asKept(question, "upstream", exchange);
                store.append(question, "upstream", exchange);
            }

            try (Store store = open()) {
                assertThat(store.find(question).entries())
                        .as(description)
                        .extracting(entry -> entry.recording().exchange().response())
                        .containsExactly(expected.response());
            }
        }
    }

    @Override
    @Test
    protected void givesUpAVersionExactlyWhenTheAnswerChanges() {
        Question question = question("hello", TEST);
        Question other = question("bye", TEST);
        try (Store store = open()) {
            Version nothing = store.find(question).version();
            store.append(question, "upstream", new Exchange(question.request(), answer("one")));
            Answers one = store.find(question);
            store.append(other, "upstream", new Exchange(other.request(), answer("bye")));

            assertThat(store.outdated(List.of(nothing, one.version()))).containsExactly(nothing);

            store.replace(
                    one.entries().get(0), question, "upstream", new Exchange(question.request(), answer("changed")));
            Answers changed = store.find(question);

            assertThat(store.outdated(List.of(one.version(), changed.version())))
                    .containsExactly(one.version());

            store.remove(changed.entries().get(0));

            assertThat(store.isCurrent(changed.version())).isFalse();
        }
    }

    /** A further answer has the name of the first. */
    @Override
    @Test
    protected void tellsThoseWhoWatchOfEachChange() {
        Question question = question("hello", TEST);
        List<StoreChange> changes = new CopyOnWriteArrayList<>();
        try (Store store = open()) {
            store.watch(changes::add);
            Entry one = store.append(question, "upstream", new Exchange(question.request(), answer("one")));
            store.replace(one, question, "upstream", new Exchange(question.request(), answer("two")));
            store.remove(one);

            assertThat(changes)
                    .extracting(StoreChange::location, StoreChange::kind)
                    .containsExactly(
                            tuple(one.location(), StoreChange.Kind.ADDED),
                            tuple(one.location(), StoreChange.Kind.REPLACED),
                            tuple(one.location(), StoreChange.Kind.REMOVED));
        }
    }

    /** A question of a test has one file, so that the last upstream that answered is the one that is found. */
    @Override
    @Test
    protected void keepsTheAnswersOfNamedUpstreamsApart() {
        Question any = question("hello", TEST);
        try (Store store = open()) {
            RecordingKeeper keeper = new RecordingKeeper(store);
            for (String host : List.of("gpu1:8000", "localhost:11434")) {
                Exchange exchange = new Exchange(any.request(), answer("of " + host));
                keeper.keep(any.of(Optional.of(host)), host, exchange, new Position.Next());
            }
        }

        assertThat(answers(any.of(Optional.of("localhost:11434")))).containsExactly("of localhost:11434");
        assertThat(answers(any.of(Optional.of("127.0.0.1:11434")))).containsExactly("of localhost:11434");
        assertThat(answers(any.of(Optional.of("gpu1:8000")))).isEmpty();
    }

    @Override
    @Test
    protected void replacesOnlyWhatTheNamedUpstreamWouldAnswer() {
        Question asksGpu = question("hello", TEST).of(Optional.of("gpu1:8000"));
        try (Store store = open()) {
            RecordingKeeper keeper = new RecordingKeeper(store);
            for (String text : List.of("old", "new")) {
                Exchange exchange = new Exchange(asksGpu.request(), answer(text));
                keeper.keep(asksGpu, "gpu1:8000", exchange, new Position.First());
            }
        }

        assertThat(answers(asksGpu)).containsExactly("new");
        assertThat(answers(asksGpu.of(Optional.of("localhost:11434")))).isEmpty();
    }

    /** An upstream that is no host has no place in the form. */
    @Override
    @Test
    protected void keepsTheModelListsOfEachUpstreamApart() {
        Question question = question(Request.get("/v1/models"), TestId.NONE);
        try (Store store = open()) {
            RecordingKeeper keeper = new RecordingKeeper(store);
            keeper.keep(question, "localhost:11434", models("a"), new Position.Next());
            keeper.keep(question, "gpu1:8000", models("b"), new Position.Next());
            keeper.keep(question, "localhost:11434", models("c"), new Position.Next());
        }

        try (Store store = open()) {
            assertThat(store.find(question).entries())
                    .extracting(
                            entry -> entry.recording().upstream(),
                            entry -> entry.recording()
                                    .exchange()
                                    .response()
                                    .body()
                                    .toString()
                                    .replaceAll(".*\"id\":\"(.)\".*", "$1"))
                    .containsExactlyInAnyOrder(tuple("localhost:11434", "c"), tuple("gpu1:8000", "b"));
        }
    }

    private static Exchange models(String id) {
        return new Exchange(
                Request.get("/v1/models"),
                Response.whole(
                        200,
                        "application/json",
                        Bytes.utf8("{\"object\":\"list\",\"data\":[{\"id\":\"" + id + "\",\"object\":\"model\"}]}")));
    }

    @Test
    void warnsOnceOfWhatTheFormCannotKeep() {
        try (Store store = open()) {
            for (int i = 1; i <= 3; i++) {
                Question question = question("question " + i, TEST);
                Exchange exchange = new Exchange(question.request(), answer("answer", "chatcmpl-1", 40));
                store.append(question, "upstream", exchange);
                store.append(question, "upstream", exchange);
            }
        }

        assertThat(warnings)
                .doesNotHaveDuplicates()
                .anyMatch(text -> text.contains("times"))
                .anyMatch(text -> text.contains("occurrences"));
    }

    @Test
    void writesTheRequestAsItIsToBeKept() throws IOException {
        Request asked = question("hello", TEST).request();
        Request withKey = new Request(asked.method(), asked.path(), "key=secret", asked.headers(), asked.body());
        Question question = KeyRules.NONE.question(withKey, TEST);

        try (Store store = open()) {
            store.append(question, "upstream", new Exchange(asked, answer("Hi")));
        }

        assertThat(Files.readString(onlyFile())).contains("hello").doesNotContain("secret");
    }

    @Test
    void putsARecordingBesideItsTest() {
        append(question("hello", new TestId("tests/integration/inference/test_a.py::test_b[c]")), answer("Hi"));

        assertThat(onlyFile().getParent()).isEqualTo(directory.resolve("tests/integration/inference/recordings"));
    }

    @Test
    void neverLeavesTheTreeWhateverATestIsCalled() {
        for (String name : List.of("../../etc/passwd::x", "/etc/passwd::x", "a/../../../b.py::x", "\0::x")) {
            append(question("hello " + name.length(), new TestId(name)), answer("Hi"));
        }

        assertThat(SourceFiles.under(directory, file -> true)).hasSize(4);
    }

    @Test
    void prefersTheHostThatIsNamedAndElseTheMostRecent() throws IOException {
        Question question = question("hello", TestId.NONE);
        write("a.json", file("http://localhost:11434", "from ollama"), 2_000);
        write("b.json", file("https://api.openai.com", "from openai"), 1_000);

        try (Store store = open()) {
            assertThat(text(store.find(question).entries().get(0).recording())).isEqualTo("from ollama");
            assertThat(store.find(question).entries().get(0).remark().orElseThrow())
                    .isEqualTo(
                            "this answer is from localhost:11434 in recordings/a.json; the same question also has answers from"
                                    + " api.openai.com in recordings/b.json");
            assertThat(text(store.find(question, Optional.of("api.openai.com"))
                            .entries()
                            .get(0)
                            .recording()))
                    .isEqualTo("from openai");
            assertThat(text(store.find(question, Optional.of("0.0.0.0:11434"))
                            .entries()
                            .get(0)
                            .recording()))
                    .isEqualTo("from ollama");
        }
    }

    @Test
    void noticesWhatOtherProgramsWrite() throws IOException {
        Question question = question("hello", TestId.NONE);
        write("other.json", file("https://api.openai.com", "x").replace("hello", "other"), 1_000);
        try (Store store = open()) {
            assertThat(store.find(question).entries()).isEmpty();

            write("a.json", file("https://api.openai.com", "one"), 1_000);
            assertThat(text(store.find(question).entries().get(0).recording())).isEqualTo("one");

            write("a.json", file("https://api.openai.com", "edited"), 3_000);
            assertThat(text(store.find(question).entries().get(0).recording())).isEqualTo("edited");

            Files.delete(directory.resolve("recordings/a.json"));
            assertThat(store.find(question).entries()).isEmpty();
        }
    }

    @Test
    void noticesAFileForAQuestionThatHasOneAlready() throws IOException {
        Question question = question("hello", TestId.NONE);
        write("a.json", file("https://api.openai.com", "old"), 1_000);
        try (Store store = open()) {
            Answers old = store.find(question);
            assertThat(text(old.entries().get(0).recording())).isEqualTo("old");

            write("b.json", file("https://api.openai.com", "new"), 3_000);

            assertThat(store.isCurrent(old.version())).isFalse();
            assertThat(store.outdated(List.of(old.version()))).hasSize(1);
            assertThat(text(store.find(question).entries().get(0).recording())).isEqualTo("new");

            write("c.json", file("https://api.openai.com", "newest"), 4_000);

            assertThat(text(store.find(question).entries().get(0).recording())).isEqualTo("newest");
        }
    }

    @Test
    void listsFilesThatWereAddedSince() throws IOException {
        write("a.json", file("https://api.openai.com", "one"), 1_000);
        try (Store store = open()) {
            assertThat(locations(store)).containsExactly("recordings/a.json");

            write("b.json", file("https://api.openai.com", "two").replace("hello", "bye"), 1_000);
            write(
                    "tool.json",
                    "{\"test_id\": null, \"request\": {\"provider\": \"p\", \"tool_name\": \"t\"},"
                            + " \"response\": {\"body\": {}, \"is_streaming\": false}}",
                    1_000);

            assertThat(store.at("recordings/b.json")).isPresent();
            assertThat(store.leftOut()).containsOnlyKeys("recordings/tool.json");
            assertThat(locations(store)).containsExactly("recordings/a.json", "recordings/b.json");
        }
    }

    private static List<String> locations(Store store) {
        List<String> locations = new CopyOnWriteArrayList<>();
        store.forEach(entry -> locations.add(entry.location()), broken -> {});
        return locations;
    }

    @Test
    void saysWhichFileIsBrokenAndServesTheOthers() throws IOException {
        write("a.json", file("https://api.openai.com", "one"), 1_000);
        write("b.json", "{\"test_id\": null, \"request\": {\"url", 1_000);

        try (Store store = open()) {
            List<String> broken = new CopyOnWriteArrayList<>();
            List<String> found = new CopyOnWriteArrayList<>();
            store.forEach(entry -> found.add(entry.location()), unreadable -> broken.add(unreadable.getMessage()));

            assertThat(found).containsExactly("recordings/a.json");
            assertThat(broken).singleElement().asString().contains("recordings/b.json");
        }
    }

    private void write(String name, String text, long modified) throws IOException {
        Path file = directory.resolve("recordings").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(modified)));
    }

    private static String file(String host, String answer) {
        return """
                {"test_id": null,
                 "request": {"method": "POST", "url": "%s/v1/v1/chat/completions", "headers": {},
                  "body": {"model": "llama3.2:1b", "messages": [{"role": "user", "content": "hello"}]},
                  "endpoint": "/v1/chat/completions", "model": "llama3.2:1b"},
                 "response": {"body": [{"__type__": "openai.types.chat.chat_completion_chunk.ChatCompletionChunk",
                  "__data__": {"choices": [{"delta": {"content": "%s"}, "index": 0}]}}], "is_streaming": true},
                 "id_normalization_mapping": {}}
                """.formatted(host, answer);
    }

    private Path onlyFile() {
        return SourceFiles.under(directory, file -> true).get(0);
    }
}
