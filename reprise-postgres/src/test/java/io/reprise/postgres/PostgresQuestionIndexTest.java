package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.RequestIndex;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.QuestionIndex;
import io.reprise.core.store.QuestionIndex.Coverage;
import io.reprise.core.store.Store;
import io.reprise.core.store.Store.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Slow
class PostgresQuestionIndexTest {
    private static final TestId TEST = new TestId("weather");
    private static final TestId OTHER = new TestId("climate");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private Store store;

    @BeforeEach
    void open() {
        database.prepare();
        store = PostgresStore.open(database.location(), KeyRules.NONE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private QuestionIndex index() {
        return store.index().orElseThrow();
    }

    private static Question question(String prompt, TestId test) {
        String body = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
        return question("POST", "/v1/chat/completions", body, test);
    }

    private static Question question(String method, String path, String body, TestId test) {
        return KeyRules.NONE.question(new Request(method, path, "", Headers.NONE, Bytes.utf8(body)), test);
    }

    private Entry record(Question question) {
        Response answer = Response.whole(200, "application/json", Bytes.utf8("{\"answer\":1}"));
        return store.append(question, "upstream", new Exchange(question.request(), answer));
    }

    @Test
    void findsTheRecordingWithTheMostSimilarRequestFirst() {
        record(question("write a poem about the sea and the wind", TestId.NONE));
        Entry weather = record(question("tell me how the weather in Paris will be tomorrow morning", TestId.NONE));
        record(question("translate this sentence into French", TestId.NONE));

        assertThat(index().nearest(
                                question("tell me how the weather in London will be tomorrow morning", TestId.NONE), 2))
                .first()
                .isEqualTo(weather.location());
    }

    @Test
    void findsWhatTheTestHasRecordedAndWhatHasTheSamePath() {
        Entry ofTest = record(question("POST", "/v1/embeddings", "{\"input\":\"of another kind\"}", TEST));
        Entry ofPath = record(question("GET", "/v1/files", "", TestId.NONE));

        assertThat(index().nearest(question("nothing like it", TEST), 16)).contains(ofTest.location());
        assertThat(index().nearest(question("POST", "/v1/files", "{}", TestId.NONE), 16))
                .contains(ofPath.location());
    }

    @Test
    void knowsTheOtherTestsThatHaveTheQuestion() {
        Entry first = record(question("the same", TEST));
        record(question("the same", TEST));
        Entry second = record(question("the same", OTHER));
        record(question("the same", TestId.NONE));
        record(question("another", new TestId("third")));

        assertThat(index().ofOtherTests(question("the same", TestId.NONE), 8))
                .hasSize(2)
                .contains(second.location());
        assertThat(index().otherTests(question("the same", OTHER))).isEqualTo(1);
        assertThat(index().ofOtherTests(question("the same", OTHER), 8)).hasSize(1);
        assertThat(index().nearest(question("the same", OTHER), 1)).containsExactly(second.location());
        assertThat(index().hasAny(TEST)).isTrue();
        assertThat(index().hasAny(new TestId("unknown"))).isFalse();
        assertThat(first.location()).isNotEqualTo(second.location());
    }

    @Test
    void forgetsWhatIsRemovedAndFindsWhatIsRestored() {
        Question question = question("how is the weather today", TestId.NONE);
        Entry entry = record(question);

        Store.Removed removed = store.remove(entry).orElseThrow();
        assertThat(index().nearest(question, 4)).isEmpty();
        assertThat(count("band")).isZero();

        store.restore(removed);
        assertThat(index().nearest(question, 4)).containsExactly(entry.location());
    }

    @Test
    void keepsTheBandsOfAReplacedRecording() {
        Question question = question("how is the weather today", TestId.NONE);
        Entry entry = record(question);
        long bands = count("band");

        store.replace(entry, question, "upstream", entry.recording().exchange());

        assertThat(count("band")).isEqualTo(bands).isPositive();
        assertThat(index().nearest(question, 4)).hasSize(1);
    }

    @Test
    void doesNotFindRecordingsOfOtherProjects() {
        record(question("how is the weather today", TEST));

        try (Store other = PostgresStore.open(database.location("other"), KeyRules.NONE)) {
            QuestionIndex index = other.index().orElseThrow();
            assertThat(index.nearest(question("how is the weather today", TEST), 4))
                    .isEmpty();
            assertThat(index.otherTests(question("how is the weather today", OTHER)))
                    .isZero();
            assertThat(index.hasAny(TEST)).isFalse();
        }
    }

    @Test
    void findsWhatWasKeptBeforeThereWasAnIndex() {
        Question question = question("how is the weather today", TEST);
        Entry entry = record(question);
        store.close();
        database.execute("update recording set fingerprint = null; truncate band; truncate recording_key");

        store = PostgresStore.open(database.location(), KeyRules.NONE);

        assertThat(index().nearest(question, 4)).containsExactly(entry.location());
        assertThat(store.find(question).entries()).hasSize(1);
    }

    @Test
    void countsTheRecordings() {
        await().until(() -> index().coverage().equals(new Coverage(0, true)));

        record(question("how is the weather today", TEST));

        await().until(() -> index().coverage().equals(new Coverage(1, true)));
    }

    @Test
    void saysThatItIsNotCompleteWhenTheDatabaseDoesNotAnswer() {
        Question question = question("how is the weather today", TEST);
        record(question);
        database.execute("alter table band rename to elsewhere");

        assertThat(index().nearest(question, 4)).isEmpty();
        assertThat(index().coverage().isComplete()).isFalse();
    }

    /** Words of which many prompts have some, as with those that share a system prompt. */
    @Test
    void findsNearlyWhatAComparisonWithAllFinds() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        RequestIndex all = new RequestIndex();
        List<String> prompts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String prompt = "You are a helpful assistant number " + i % 7 + ". "
                    + IntStream.range(0, 30)
                            .mapToObj(word -> "word" + random.nextInt(4_000))
                            .collect(Collectors.joining(" "));
            prompts.add(prompt);
            all.add(record(question(prompt, TestId.NONE)));
        }

        int tried = 60;
        int found = 0;
        for (int i = 0; i < tried; i++) {
            String[] words = prompts.get(random.nextInt(prompts.size())).split(" ");
            for (int changed = 0; changed < 3; changed++) {
                words[random.nextInt(words.length)] = "changed" + random.nextInt(1_000);
            }
            Question asked = question(String.join(" ", Arrays.asList(words)), TestId.NONE);
            found += index().nearest(asked, 16).contains(all.nearest(asked, 1).get(0)) ? 1 : 0;
        }

        assertThat(found).as("of %s, seed %s", tried, seed).isGreaterThanOrEqualTo(tried - 3);
    }

    private long count(String table) {
        try (Database rows = new Database(database.location())) {
            return rows.read("the rows cannot be counted", connection -> {
                try (var select = connection.createStatement();
                        var row = select.executeQuery("select count(*) from " + table)) {
                    row.next();
                    return row.getLong(1);
                }
            });
        }
    }
}
