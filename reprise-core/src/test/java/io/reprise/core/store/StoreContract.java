package io.reprise.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Framing;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store.Entry;
import io.reprise.core.store.Store.Kept;
import io.reprise.core.store.Store.Others;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store promises. A store's own test extends this. */
public abstract class StoreContract {
    protected static final TestId TEST = new TestId("tests/test_jokes.py::test_tells[llama3.2:1b]");

    /** The store under test, opened anew: nothing is remembered but what is durable. Called several times by a test. */
    protected abstract Store open();

    @Test
    void findsNothingInAnEmptyStore() {
        try (Store store = open()) {
            assertThat(store.find(question("hello", TestId.NONE))).isEmpty();
            assertThat(store.isCurrent(question("hello", TestId.NONE), List.of()))
                    .isTrue();
        }
    }

    @Test
    void findsWhatItHasKept() {
        keep(question("hello", TEST), answer("Hi"), 1);

        assertThat(answers(question("hello", TEST))).containsExactly("Hi");
    }

    @Test
    void keepsTheRecordingsOfTestsApart() {
        keep(question("hello", TestId.NONE), answer("none"), 1);
        keep(question("hello", TEST), answer("test"), 1);
        keep(question("hello", new TestId("tests-test_jokes.py-test_tells-llama3.2-1b")), answer("other"), 1);

        assertThat(answers(question("hello", TestId.NONE))).containsExactly("none");
        assertThat(answers(question("hello", TEST))).containsExactly("test");
        assertThat(answers(question("hello", new TestId("another")))).isEmpty();
    }

    @Test
    protected void findsOccurrencesInTheirOrder() {
        Question question = question("hello", TEST);
        for (int occurrence : List.of(2, 11, 1, 3)) {
            keep(question, answer("answer " + occurrence), occurrence);
        }

        assertThat(answers(question)).containsExactly("answer 1", "answer 2", "answer 3", "answer 11");
    }

    @Test
    protected void replacesARecordingThatSaysSomethingElse() {
        Question question = question("hello", TEST);
        keep(question, answer("one"), 1);
        keep(question, answer("two"), 2);

        try (Store store = open()) {
            assertThat(store.keep(question, recording(question, answer("changed"), 1), Others.KEEP))
                    .matches(Kept::isWritten);
        }

        assertThat(answers(question)).containsExactly("changed", "two");
    }

    @Test
    protected void leavesARecordingThatDiffersOnlyInWhatChangesEachTime() throws Exception {
        Question question = question("hello", TEST);
        Response first = answer("one", "chatcmpl-1", 3);
        keep(question, first, 1);

        try (Store store = open()) {
            Recording again = recording(question, answer("one", "chatcmpl-2", 99), 1);
            assertThat(store.keep(question, again, Others.DROP)).matches(kept -> !kept.isWritten());

            assertThat(store.find(question).get(0).recording().exchange().response())
                    .isEqualTo(first);
        }
    }

    @Test
    void dropsTheOccurrencesOfAnEarlierRun() {
        Question question = question("hello", TEST);
        Question bystander = question("hello", TestId.NONE);
        keep(bystander, answer("bystander"), 2);
        keep(question, answer("one"), 1);
        keep(question, answer("two"), 2);

        try (Store store = open()) {
            store.keep(question, recording(question, answer("new"), 1), Others.DROP);
        }

        assertThat(answers(question)).containsExactly("new");
        assertThat(answers(bystander)).containsExactly("bystander");
    }

    @Test
    protected void keepsOneModelListForEachUpstream() {
        Question question = question(Request.get("/v1/models"), TestId.NONE);
        try (Store store = open()) {
            for (String upstream : List.of("ollama", "gpu/1", "gpu-1", "")) {
                store.keep(question, modelList(upstream, "of " + upstream), Others.DROP);
            }
            store.keep(question, modelList("ollama", "changed"), Others.DROP);
        }

        try (Store store = open()) {
            assertThat(store.find(question).stream().map(Entry::recording))
                    .extracting(
                            Recording::upstream,
                            recording -> recording.exchange().response().body().toString())
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("ollama", "[\"changed\"]"),
                            org.assertj.core.groups.Tuple.tuple("gpu/1", "[\"of gpu/1\"]"),
                            org.assertj.core.groups.Tuple.tuple("gpu-1", "[\"of gpu-1\"]"),
                            org.assertj.core.groups.Tuple.tuple("", "[\"of \"]"));
        }
    }

    @Test
    void tellsWhetherWhatWasFoundIsStillCurrent() {
        Question question = question("hello", TEST);
        try (Store store = open()) {
            List<Entry> nothing = store.find(question);
            store.keep(question, recording(question, answer("one"), 1), Others.KEEP);
            List<Entry> one = store.find(question);
            store.keep(question("bye", TEST), recording(question("bye", TEST), answer("bye"), 1), Others.KEEP);

            assertThat(store.isCurrent(question, nothing)).isFalse();
            assertThat(store.isCurrent(question, one)).isTrue();

            store.keep(question, recording(question, answer("two"), 2), Others.KEEP);
            List<Entry> two = store.find(question);

            assertThat(store.isCurrent(question, one)).isFalse();
            assertThat(store.isCurrent(question, two)).isTrue();

            store.keep(question, recording(question, answer("changed"), 1), Others.KEEP);

            assertThat(store.isCurrent(question, two)).isFalse();
        }
    }

    @Test
    void visitsEveryRecording() {
        for (int i = 0; i < 20; i++) {
            keep(question("question " + i, i % 2 == 0 ? TEST : TestId.NONE), answer("answer " + i), 1 + i % 3);
        }

        List<String> visited = new ArrayList<>();
        try (Store store = open()) {
            store.forEach(entry -> visited.add(text(entry.recording())), broken -> {
                throw broken;
            });
        }

        assertThat(visited)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "answer " + i).toList());
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Store store = open()) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Question question = question("question " + i % 50, new TestId("test " + i % 7));
                Response answer = answer("answer " + i % 50 + " of " + i % 7);
                tasks.add(() -> {
                    store.keep(question, recording(question, answer, 1), Others.KEEP);
                    return store.find(question).stream()
                            .map(entry -> text(entry.recording()))
                            .toList()
                            .equals(List.of(text(recording(question, answer, 1))));
                });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    protected static Question question(String words, TestId test) {
        return question(
                Request.post(
                        "/v1/chat/completions",
                        "{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}"),
                test);
    }

    protected static Question question(Request request, TestId test) {
        return KeyRules.NONE.question(request, test);
    }

    protected static Recording recording(Question question, Response answer, int occurrence) {
        return new Recording(question.test(), "upstream", occurrence, new Exchange(question.request(), answer));
    }

    protected static Response answer(String text) {
        return answer(text, "chatcmpl-1", 0);
    }

    protected static Response answer(String text, String id, long at) {
        return new Response(
                200,
                Headers.of("content-type", "text/event-stream", "x-request-id", id),
                Framing.SSE,
                List.of(
                        Chunk.of(
                                at,
                                "data: {\"id\":\"" + id
                                        + "\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                                        + text + "\"}}]}\n\n"),
                        Chunk.of(at, "data: [DONE]\n\n")),
                Ending.COMPLETE);
    }

    private static Recording modelList(String upstream, String model) {
        Response response =
                Response.whole(200, "application/json", io.reprise.core.exchange.Bytes.utf8("[\"" + model + "\"]"));
        return new Recording(TestId.NONE, upstream, 1, new Exchange(Request.get("/v1/models"), response));
    }

    protected void keep(Question question, Response answer, int occurrence) {
        try (Store store = open()) {
            assertThat(store.keep(question, recording(question, answer, occurrence), Others.KEEP))
                    .matches(Kept::isWritten);
        }
    }

    protected List<String> answers(Question question) {
        try (Store store = open()) {
            return store.find(question).stream()
                    .map(entry -> text(entry.recording()))
                    .toList();
        }
    }

    /** What {@link #answer} was made of. */
    protected static String text(Recording recording) {
        String first = recording.exchange().response().chunks().get(0).bytes().toString();
        int start = first.indexOf("\"content\":\"") + 11;
        return first.substring(start, first.indexOf('"', start));
    }
}
