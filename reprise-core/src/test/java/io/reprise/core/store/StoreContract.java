package io.reprise.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.recording.RecordingKeeper.Effect;
import io.reprise.core.recording.RecordingKeeper.Kept;
import io.reprise.core.store.Store.Answers;
import io.reprise.core.store.Store.Entry;
import io.reprise.core.store.Store.Item;
import io.reprise.core.store.Store.Removed;
import io.reprise.core.store.Store.Version;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store promises. A store's own test extends this. */
public abstract class StoreContract {
    protected static final TestId TEST = new TestId("tests/test_jokes.py::test_tells[llama3.2:1b]");

    /** The store under test, opened again: nothing is remembered but what is durable. Called several times by a test. */
    protected abstract Store open();

    @Test
    void findsNothingInAnEmptyStore() {
        try (Store store = open()) {
            Answers nothing = store.find(question("hello", TestId.NONE));

            assertThat(nothing.entries()).isEmpty();
            assertThat(store.isCurrent(nothing.version())).isTrue();
            assertThat(store.series(question("hello", TestId.NONE), "upstream")).isEmpty();
            assertThat(store.at("nowhere")).isEmpty();
        }
    }

    @Test
    void findsWhatItHasKept() {
        append(question("hello", TEST), answer("Hi"));

        assertThat(answers(question("hello", TEST))).containsExactly("Hi");
    }

    @Test
    void saysWhatItHasKeptWhere() {
        Question question = question("hello", TEST);
        try (Store store = open()) {
            Entry kept = store.append(question, "upstream", new Exchange(question.request(), answer("Hi")));

            assertThat(text(kept.recording())).isEqualTo("Hi");
            assertThat(kept.recording().test()).isEqualTo(TEST);
            assertThat(kept.question().key()).isEqualTo(question.key());
            assertThat(store.at(kept.location()).map(Entry::recording).map(StoreContract::text))
                    .contains("Hi");
            assertThat(store.find(question).entries())
                    .extracting(Entry::location, entry -> entry.question().key())
                    .containsExactly(tuple(kept.location(), question.key()));
        }
    }

    @Test
    protected void readsBackWhatWasKeptWhateverItIs() {
        long seed = System.nanoTime();
        RandomRecordings random = new RandomRecordings(seed);
        for (int i = 0; i < 60; i++) {
            Recording any = random.next();
            Question question = question(any.exchange().request(), any.test());
            String description = "seed " + seed + ", recording " + i + ": " + any;
            Entry kept;
            try (Store store = open()) {
                kept = store.append(question, any.upstream(), any.exchange());
            }

            try (Store store = open()) {
                List<Entry> found = store.find(question).entries();
                Recording last = found.get(found.size() - 1).recording();
                assertThat(last.exchange().response())
                        .as(description)
                        .isEqualTo(any.exchange().response());
                assertThat(last.occurrence())
                        .as(description)
                        .isEqualTo(kept.recording().occurrence())
                        .isEqualTo(found.size());
                assertThat(last.test()).as(description).isEqualTo(any.test());
                assertThat(last.upstream()).as(description).isEqualTo(any.upstream());
            }
        }
    }

    @Test
    void keepsTheRecordingsOfTestsApart() {
        append(question("hello", TestId.NONE), answer("none"));
        append(question("hello", TEST), answer("test"));
        append(question("hello", new TestId("tests-test_jokes.py-test_tells-llama3.2-1b")), answer("other"));

        assertThat(answers(question("hello", TestId.NONE))).containsExactly("none");
        assertThat(answers(question("hello", TEST))).containsExactly("test");
        assertThat(answers(question("hello", new TestId("another")))).isEmpty();
    }

    @Test
    protected void numbersAnswersAsTheyCome() {
        Question question = question("hello", TEST);
        for (int number = 1; number <= 11; number++) {
            append(question, answer("answer " + number));
        }

        try (Store store = open()) {
            assertThat(store.find(question).entries().stream().map(Entry::recording))
                    .extracting(Recording::occurrence, StoreContract::text)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 11)
                            .mapToObj(number -> tuple(number, "answer " + number))
                            .toList());
        }
    }

    @Test
    protected void numbersAnswersOfManyThreadsWithoutGapOrDouble() throws Exception {
        int count = 40;
        Question question = question("hello", TEST);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Store store = open()) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Exchange exchange = new Exchange(question.request(), answer("answer " + i));
                tasks.add(() ->
                        store.append(question, "upstream", exchange).recording().occurrence());
            }
            List<Integer> numbers = new ArrayList<>();
            for (Future<Integer> done : threads.invokeAll(tasks)) {
                numbers.add(done.get());
            }

            List<Integer> expected = IntStream.rangeClosed(1, count).boxed().toList();
            assertThat(numbers).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(store.find(question).entries())
                    .extracting(entry -> entry.recording().occurrence())
                    .isEqualTo(expected);
        } finally {
            threads.shutdown();
        }
        assertThat(new HashSet<>(answers(question))).hasSize(count);
    }

    @Test
    protected void replacesOneAndLeavesTheOthers() {
        Question question = question("hello", TEST);
        append(question, answer("one"));
        append(question, answer("two"));
        append(question, answer("three"));

        try (Store store = open()) {
            Item second = store.series(question, "upstream").get(1);
            Entry changed =
                    store.replace(second, question, "another", new Exchange(question.request(), answer("changed")));

            assertThat(changed.recording().occurrence()).isEqualTo(2);
            assertThat(changed.recording().upstream()).isEqualTo("another");
        }

        assertThat(answers(question)).containsExactly("one", "changed", "three");
    }

    @Test
    protected void removesOneAndPutsItBack() throws Exception {
        Question question = question("hello", TEST);
        append(question, answer("one"));
        append(question, answer("two"));

        try (Store store = open()) {
            Entry second = store.find(question).entries().get(1);
            Removed removed = store.remove(second).orElseThrow();

            assertThat(answers(question)).containsExactly("one");
            assertThat(text(removed.recording())).isEqualTo("two");
            assertThat(store.at(second.location())).isEmpty();
            assertThat(store.remove(second)).isEmpty();

            assertThat(store.restore(removed).map(Entry::location)).contains(second.location());
            assertThat(answers(question)).containsExactly("one", "two");
            assertThat(store.restore(removed)).isEmpty();
        }
    }

    /** docs/decisions/0021-upstream-of-a-request.md */
    @Test
    protected void keepsTheAnswersOfNamedUpstreamsApart() {
        Question any = question("hello", TEST);
        Question asksA = any.of(Optional.of("a"));
        Question asksB = any.of(Optional.of("b"));
        try (Store store = open()) {
            RecordingKeeper keeper = new RecordingKeeper(store);
            keeper.keep(any, "", new Exchange(any.request(), answer("nobody's")), new Position.Next());
            keeper.keep(asksB, "b", new Exchange(any.request(), answer("b's")), new Position.Next());
            keeper.keep(asksA, "a", new Exchange(any.request(), answer("a's")), new Position.Next());
            Kept second = keeper.keep(asksB, "b", new Exchange(any.request(), answer("b's too")), new Position.Next());

            assertThat(second.entry().recording().occurrence()).isEqualTo(4);
            assertThat(second.number()).isEqualTo(3);
        }

        assertThat(answers(asksA)).containsExactly("nobody's", "a's");
        assertThat(answers(asksB)).containsExactly("nobody's", "b's", "b's too");
        assertThat(answers(any)).containsExactly("nobody's", "b's", "a's", "b's too");
    }

    @Test
    protected void replacesOnlyWhatTheNamedUpstreamWouldAnswer() {
        Question any = question("hello", TEST);
        Question asksA = any.of(Optional.of("a"));
        Question asksB = any.of(Optional.of("b"));
        try (Store store = open()) {
            RecordingKeeper keeper = new RecordingKeeper(store);
            for (String text : List.of("1", "2")) {
                keeper.keep(asksA, "a", new Exchange(any.request(), answer("a" + text)), new Position.Next());
                keeper.keep(asksB, "b", new Exchange(any.request(), answer("b" + text)), new Position.Next());
            }
        }
        try (Store nextRun = open()) {
            RecordingKeeper keeper = new RecordingKeeper(nextRun);
            keeper.keep(asksB, "b", new Exchange(any.request(), answer("new")), new Position.First());
        }

        assertThat(answers(asksA)).containsExactly("a1", "a2");
        assertThat(answers(asksB)).containsExactly("new");
        assertThat(answers(any)).containsExactly("a1", "new", "a2");
    }

    @Test
    protected void keepsTheModelListsOfEachUpstreamApart() {
        Question question = question(Request.get("/v1/models"), TestId.NONE);
        try (Store store = open()) {
            RecordingKeeper keeper = new RecordingKeeper(store);
            for (String upstream : List.of("ollama", "gpu/1", "gpu-1", "")) {
                keeper.keep(question, upstream, modelList("of " + upstream), new Position.Next());
            }
            keeper.keep(question, "ollama", modelList("changed"), new Position.Next());
            keeper.keep(question, "gpu/1", modelList("more"), new Position.Next());
        }
        try (Store nextRun = open()) {
            RecordingKeeper keeper = new RecordingKeeper(nextRun);
            keeper.keep(question, "gpu/1", modelList("new"), new Position.First());
            keeper.keep(question, "gpu-1", modelList("of gpu-1"), new Position.First());
        }

        try (Store store = open()) {
            assertThat(store.find(question).entries().stream().map(Entry::recording))
                    .extracting(
                            Recording::upstream,
                            Recording::occurrence,
                            recording -> recording.exchange().response().body().toString())
                    .containsExactlyInAnyOrder(
                            tuple("ollama", 1, "[\"of ollama\"]"),
                            tuple("ollama", 2, "[\"changed\"]"),
                            tuple("gpu/1", 1, "[\"new\"]"),
                            tuple("gpu-1", 1, "[\"of gpu-1\"]"),
                            tuple("", 1, "[\"of \"]"));
        }
    }

    @Test
    protected void givesUpAVersionExactlyWhenTheAnswerChanges() {
        Question question = question("hello", TEST);
        Question other = question("bye", TEST);
        try (Store store = open()) {
            Version nothing = store.find(question).version();
            store.append(question, "upstream", new Exchange(question.request(), answer("one")));
            Version one = store.find(question).version();
            store.append(other, "upstream", new Exchange(other.request(), answer("bye")));

            assertThat(store.outdated(List.of(nothing, one))).containsExactly(nothing);

            store.append(question, "upstream", new Exchange(question.request(), answer("two")));
            Answers two = store.find(question);

            assertThat(store.isCurrent(one)).isFalse();
            assertThat(store.isCurrent(two.version())).isTrue();

            store.replace(
                    two.entries().get(0), question, "upstream", new Exchange(question.request(), answer("changed")));
            Answers changed = store.find(question);

            assertThat(store.outdated(List.of(two.version(), changed.version())))
                    .containsExactly(two.version());

            store.remove(changed.entries().get(0));

            assertThat(store.isCurrent(changed.version())).isFalse();
        }
    }

    @Test
    protected void tellsThoseWhoWatchOfEachChange() {
        Question question = question("hello", TEST);
        List<StoreChange> changes = new ArrayList<>();
        try (Store store = open()) {
            Entry first = store.append(question, "upstream", new Exchange(question.request(), answer("unseen")));
            Store.Watch watch = store.watch(changes::add);
            store.replace(first, question, "upstream", new Exchange(question.request(), answer("one")));
            Entry second = store.append(question, "upstream", new Exchange(question.request(), answer("two")));
            Removed removed = store.remove(second).orElseThrow();
            store.restore(removed);

            assertThat(changes)
                    .containsExactly(
                            new StoreChange(question.key(), first.location(), StoreChange.Kind.REPLACED),
                            new StoreChange(question.key(), second.location(), StoreChange.Kind.ADDED),
                            new StoreChange(question.key(), second.location(), StoreChange.Kind.REMOVED),
                            new StoreChange(question.key(), second.location(), StoreChange.Kind.ADDED));
            watch.close();
            store.append(question, "upstream", new Exchange(question.request(), answer("unseen too")));
        }

        assertThat(changes).hasSize(4);
    }

    @Test
    protected void replacesAnAnswerThatSaysSomethingElse() {
        Question question = question("hello", TEST);
        append(question, answer("one"));
        append(question, answer("two"));

        assertThat(keep(question, answer("changed"), new Position.At(1)).effect())
                .isEqualTo(Effect.REPLACED);

        assertThat(answers(question)).containsExactly("changed", "two");
    }

    @Test
    protected void leavesAnAnswerThatDiffersOnlyInWhatChangesEachTime() throws Exception {
        Question question = question("hello", TEST);
        Response first = answer("one", "chatcmpl-1", 3);
        append(question, first);

        assertThat(keep(question, answer("one", "chatcmpl-2", 99), new Position.First())
                        .effect())
                .isEqualTo(Effect.UNCHANGED);

        try (Store store = open()) {
            assertThat(store.find(question).entries())
                    .extracting(entry -> entry.recording().exchange().response())
                    .containsExactly(first);
        }
    }

    @Test
    void removesWhatEarlierRunsRecordedWithTheFirstAnswerOfANewOne() {
        Question question = question("hello", TEST);
        Question bystander = question("hello", TestId.NONE);
        append(bystander, answer("bystander"));
        append(question, answer("one"));
        append(question, answer("two"));

        keep(question, answer("new"), new Position.First());

        assertThat(answers(question)).containsExactly("new");
        assertThat(answers(bystander)).containsExactly("bystander");
    }

    @Test
    void visitsEveryRecording() {
        for (int i = 0; i < 20; i++) {
            append(question("question " + i, i % 2 == 0 ? TEST : TestId.NONE), answer("answer " + i));
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
    void visitsTheRecordingsOfSomeTests() {
        List<TestId> tests = List.of(TEST, TestId.NONE, new TestId("tests/test_jokes.py"), new TestId("other"));
        for (int i = 0; i < 120; i++) {
            append(question("question " + i, tests.get(i % 4)), answer("answer " + i));
        }

        List<String> all = new ArrayList<>();
        List<String> some = new ArrayList<>();
        try (Store store = open()) {
            Set<TestId> wanted = Set.of(TEST, TestId.NONE);
            store.forEachOf(wanted, any -> true, entry -> all.add(text(entry.recording())), broken -> {
                throw broken;
            });
            Set<String> known = Set.of(
                    store.find(question("question 0", TEST)).entries().get(0).location());
            store.forEachOf(
                    wanted,
                    location -> !known.contains(location),
                    entry -> some.add(text(entry.recording())),
                    broken -> {
                        throw broken;
                    });
            store.forEachOf(Set.of(), any -> true, entry -> some.add("of no test"), broken -> {
                throw broken;
            });
        }

        List<String> ofTwo = IntStream.range(0, 120)
                .filter(i -> i % 4 < 2)
                .mapToObj(i -> "answer " + i)
                .toList();
        assertThat(all).containsExactlyInAnyOrderElementsOf(ofTwo);
        assertThat(some).containsExactlyInAnyOrderElementsOf(ofTwo.subList(1, ofTwo.size()));
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Store store = open()) {
            RecordingKeeper keeper = new RecordingKeeper(store);
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int number = i;
                Question question = question("question " + i % 50, new TestId("test " + i % 7));
                Response answer = answer("answer " + i % 50 + " of " + i % 7);
                tasks.add(() -> {
                    keeper.keep(question, "upstream", new Exchange(question.request(), answer), new Position.At(1));
                    return store.find(question).entries().stream()
                            .map(entry -> text(entry.recording()))
                            .toList()
                            .equals(List.of("answer " + number % 50 + " of " + number % 7));
                });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    public static Question question(String words, TestId test) {
        return question(
                Request.post(
                        "/v1/chat/completions",
                        "{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}"),
                test);
    }

    public static Question question(Request request, TestId test) {
        return KeyRules.NONE.question(request, test);
    }

    public static Response answer(String text) {
        return answer(text, "chatcmpl-1", 0);
    }

    public static Response answer(String text, String id, long at) {
        return new Response(
                200,
                Headers.of("content-type", "text/event-stream", "x-request-id", id),
                StreamFormats.SSE,
                List.of(
                        Chunk.of(
                                at,
                                "data: {\"id\":\"" + id
                                        + "\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                                        + text + "\"}}]}\n\n"),
                        Chunk.of(at, "data: [DONE]\n\n")),
                Ending.COMPLETE);
    }

    private static Exchange modelList(String model) {
        return new Exchange(
                Request.get("/v1/models"), Response.whole(200, "application/json", Bytes.utf8("[\"" + model + "\"]")));
    }

    protected Entry append(Question question, Response answer) {
        try (Store store = open()) {
            return store.append(question, "upstream", new Exchange(question.request(), answer));
        }
    }

    protected Kept keep(Question question, Response answer, Position position) {
        try (Store store = open()) {
            return new RecordingKeeper(store)
                    .keep(question, "upstream", new Exchange(question.request(), answer), position);
        }
    }

    protected List<String> answers(Question question) {
        try (Store store = open()) {
            return store.find(question).entries().stream()
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
