package io.reprise.formats.llamastack;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.Store.Kept;
import io.reprise.core.store.Store.Others;
import io.reprise.core.store.StoreContract;
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
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract as far as the form can express it; overridden are tests of what it cannot, as docs/llama-stack.md says. */
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
    protected void findsOccurrencesInTheirOrder() {
        Question question = question("hello", TEST);
        for (int occurrence : List.of(1, 2, 3)) {
            keep(question, answer("answer " + occurrence), occurrence);
        }

        assertThat(answers(question)).containsExactly("answer 3");
    }

    @Override
    @Test
    protected void replacesARecordingThatSaysSomethingElse() {
        Question question = question("hello", TEST);
        keep(question, answer("one"), 1);

        try (Store store = open()) {
            assertThat(store.keep(question, recording(question, answer("changed"), 1), Others.KEEP))
                    .matches(Kept::isWritten);
        }

        assertThat(answers(question)).containsExactly("changed");
    }

    /** The stable form has neither ids nor headers. */
    @Override
    @Test
    protected void leavesARecordingThatDiffersOnlyInWhatChangesEachTime() throws IOException {
        Question question = question("hello", TEST);
        keep(question, answer("one", "chatcmpl-1", 3), 1);
        String before = SourceFiles.text(onlyFile());

        try (Store store = open()) {
            Recording again = recording(question, answer("one", "chatcmpl-2", 99), 1);

            assertThat(store.keep(question, again, Others.DROP)).matches(kept -> !kept.isWritten());
        }

        assertThat(SourceFiles.text(onlyFile())).isEqualTo(before).contains("\"rec-");
    }

    /** An upstream that is no host has no place in the form. */
    @Override
    @Test
    protected void keepsOneModelListForEachUpstream() {
        Question question = question(Request.get("/v1/models"), TestId.NONE);
        try (Store store = open()) {
            store.keep(question, models("localhost:11434", "a"), Others.DROP);
            store.keep(question, models("gpu1:8000", "b"), Others.DROP);
            store.keep(question, models("localhost:11434", "c"), Others.DROP);
        }

        try (Store store = open()) {
            assertThat(store.find(question))
                    .extracting(
                            entry -> entry.recording().upstream(),
                            entry -> entry.recording()
                                    .exchange()
                                    .response()
                                    .body()
                                    .toString()
                                    .replaceAll(".*\"id\":\"(.)\".*", "$1"))
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("localhost:11434", "c"),
                            org.assertj.core.groups.Tuple.tuple("gpu1:8000", "b"));
        }
    }

    private static Recording models(String upstream, String id) {
        Response list = Response.whole(
                200,
                "application/json",
                Bytes.utf8("{\"object\":\"list\",\"data\":[{\"id\":\"" + id + "\",\"object\":\"model\"}]}"));
        return new Recording(TestId.NONE, upstream, 1, new Exchange(Request.get("/v1/models"), list));
    }

    @Test
    void warnsOnceOfWhatTheFormCannotKeep() {
        try (Store store = open()) {
            for (int i = 1; i <= 3; i++) {
                Question question = question("question " + i, TEST);
                store.keep(question, recording(question, answer("answer", "chatcmpl-1", 40), 2), Others.KEEP);
            }
        }

        assertThat(warnings)
                .doesNotHaveDuplicates()
                .anyMatch(text -> text.contains("times"))
                .anyMatch(text -> text.contains("occurrences"));
    }

    @Test
    void putsARecordingBesideItsTest() {
        keep(question("hello", new TestId("tests/integration/inference/test_a.py::test_b[c]")), answer("Hi"), 1);

        assertThat(onlyFile().getParent()).isEqualTo(directory.resolve("tests/integration/inference/recordings"));
    }

    @Test
    void neverLeavesTheTreeWhateverATestIsCalled() {
        for (String name : List.of("../../etc/passwd::x", "/etc/passwd::x", "a/../../../b.py::x", "\0::x")) {
            keep(question("hello " + name.length(), new TestId(name)), answer("Hi"), 1);
        }

        assertThat(SourceFiles.under(directory, file -> true)).hasSize(4);
    }

    @Test
    void prefersTheHostThatIsNamedAndElseTheMostRecent() throws IOException {
        Question question = question("hello", TestId.NONE);
        write("a.json", file("http://localhost:11434", "from ollama"), 2_000);
        write("b.json", file("https://api.openai.com", "from openai"), 1_000);

        try (Store store = open()) {
            assertThat(text(store.find(question).get(0).recording())).isEqualTo("from ollama");
            assertThat(store.find(question).get(0).remark().orElseThrow())
                    .isEqualTo(
                            "the answer of localhost:11434 in recordings/a.json; the same question was also answered by"
                                    + " api.openai.com in recordings/b.json");
            assertThat(text(store.find(question, Optional.of("api.openai.com"))
                            .get(0)
                            .recording()))
                    .isEqualTo("from openai");
            assertThat(text(store.find(question, Optional.of("0.0.0.0:11434"))
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
            assertThat(store.find(question)).isEmpty();

            write("a.json", file("https://api.openai.com", "one"), 1_000);
            assertThat(text(store.find(question).get(0).recording())).isEqualTo("one");

            write("a.json", file("https://api.openai.com", "edited"), 3_000);
            assertThat(text(store.find(question).get(0).recording())).isEqualTo("edited");

            Files.delete(directory.resolve("recordings/a.json"));
            assertThat(store.find(question)).isEmpty();
        }
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
