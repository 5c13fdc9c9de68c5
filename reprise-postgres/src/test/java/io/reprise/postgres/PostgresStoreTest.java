package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.Store.Entry;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.RecordingFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Slow
class PostgresStoreTest extends StoreContract {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void makeTables() {
        database.prepare();
    }

    @Override
    protected Store open() {
        return PostgresStore.open(database.location(), KeyRules.NONE);
    }

    private static Exchange exchange(Question question, String text) {
        return new Exchange(question.request(), answer(text));
    }

    @Test
    void numbersAnswersOfManyServersWithoutGapOrDouble() throws Exception {
        int servers = 6;
        int each = 15;
        Question question = question("hello", TEST);
        List<Store> stores =
                IntStream.range(0, servers).mapToObj(number -> open()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(servers);
        try {
            List<Callable<List<Integer>>> tasks = new ArrayList<>();
            for (Store store : stores) {
                tasks.add(() -> IntStream.range(0, each)
                        .mapToObj(number -> store.append(question, "upstream", exchange(question, "answer " + number))
                                .recording()
                                .occurrence())
                        .toList());
            }
            List<Integer> numbers = new ArrayList<>();
            for (Future<List<Integer>> done : threads.invokeAll(tasks)) {
                numbers.addAll(done.get());
            }

            assertThat(numbers)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, servers * each).boxed().toList());
        } finally {
            threads.shutdown();
            stores.forEach(Store::close);
        }
    }

    @Test
    void givesANumberOutAgainThatWasTakenBack() {
        Question question = question("hello", TEST);
        try (Store one = open();
                Store other = open()) {
            one.append(question, "upstream", exchange(question, "one"));
            Entry second = one.append(question, "upstream", exchange(question, "two"));
            other.remove(second);

            assertThat(one.append(question, "upstream", exchange(question, "new"))
                            .recording()
                            .occurrence())
                    .isEqualTo(2);
        }
    }

    @Test
    void learnsWhatOtherServersChange() {
        Question question = question("hello", TEST);
        List<StoreChange> changes = new CopyOnWriteArrayList<>();
        try (Store one = open();
                Store other = open()) {
            other.watch(changes::add);
            Store.Version nothing = other.find(question).version();
            await().until(() -> other.isCurrent(nothing));

            Entry kept = one.append(question, "upstream", exchange(question, "one"));

            await().untilAsserted(() -> assertThat(other.isCurrent(nothing)).isFalse());
            await().untilAsserted(() -> assertThat(changes)
                    .containsExactly(new StoreChange(question.key(), kept.location(), StoreChange.Kind.ADDED)));
        }
    }

    @Test
    void sharesRecordingsWithServersThatHaveOtherRules() {
        KeyRules others = KeyRules.of(List.of(KeyRule.parse("replace /[0-9]+/ with <n>")));
        Question question = question("hello 1", TEST);
        Question similar = others.question(question("hello 2", TEST).request(), TEST);
        try (Store one = open();
                Store other = PostgresStore.open(database.location(), others)) {
            one.append(question, "upstream", exchange(question, "one"));

            await().untilAsserted(
                            () -> assertThat(other.find(similar).entries()).hasSize(1));
        }
        try (Store later =
                PostgresStore.open(database.location(), KeyRules.of(List.of(KeyRule.parse("leave out $.model"))))) {
            Question withoutModel =
                    KeyRules.of(List.of(KeyRule.parse("leave out $.model"))).question(question.request(), TEST);

            assertThat(later.find(withoutModel).entries()).hasSize(1);
        }
    }

    private static final KeyRules WITHOUT_NUMBERS = KeyRules.of(List.of(KeyRule.parse("replace /[0-9]+/ with <n>")));

    /** A question as a server asks it whose rules do not tell numbers apart. */
    private static Question withoutNumbers(Question question) {
        return WITHOUT_NUMBERS.question(question.request(), question.test());
    }

    private static List<String> answersOf(Store store, Question question) {
        return store.find(question).entries().stream()
                .map(Entry::recording)
                .map(StoreContract::text)
                .toList();
    }

    @Test
    void aReplacedRecordingAnswersItsNewQuestionAndNoOtherUnderAllRules() {
        Question before = question("hello 1", TEST);
        Question after = question("hello 2", TEST);
        Question similar = withoutNumbers(after);
        try (Store one = open();
                Store other = PostgresStore.open(database.location(), WITHOUT_NUMBERS)) {
            Entry old = one.append(before, "upstream", exchange(before, "one"));
            Store.Version version = one.find(before).version();
            await().until(() -> one.isCurrent(version));
            await().until(() -> answersOf(other, similar).equals(List.of("one")));

            other.replace(other.at(old.location()).orElseThrow(), similar, "upstream", exchange(similar, "of hello 2"));

            assertThat(answersOf(one, before)).isEmpty();
            assertThat(one.series(before, "upstream")).isEmpty();
            await().until(() -> !one.isCurrent(version));
            await().untilAsserted(() -> assertThat(answersOf(one, after)).containsExactly("of hello 2"));
            assertThat(one.append(before, "upstream", exchange(before, "again"))
                            .recording()
                            .occurrence())
                    .isEqualTo(1);
        }
    }

    @Test
    void aServerThatComesBackFindsWhatWasReplacedUnderOtherRulesByItsNewQuestion() {
        Question before = question("hello 1", TEST);
        Question after = question("hello 2", TEST);
        Question similar = withoutNumbers(after);
        append(before, answer("one"));
        try (Store other = PostgresStore.open(database.location(), WITHOUT_NUMBERS)) {
            Entry old = other.find(similar).entries().get(0);

            other.replace(old, similar, "upstream", exchange(similar, "of hello 2"));
        }

        try (Store one = open()) {
            assertThat(answersOf(one, before)).isEmpty();
            assertThat(answersOf(one, after)).containsExactly("of hello 2");
        }
    }

    /** Nobody asks the upstream, or gets an error, in the moment in which a server has not yet read of the change. */
    @Test
    void aRecordingThatIsReplacedForTheSameRequestIsFoundAllTheTime() {
        Question question = question("hello 1", TEST);
        Question similar = withoutNumbers(question);
        try (Store one = open();
                Store other = PostgresStore.open(database.location(), WITHOUT_NUMBERS)) {
            one.append(question, "upstream", exchange(question, "one"));
            await().until(() -> answersOf(other, similar).equals(List.of("one")));

            other.replace(other.find(similar).entries().get(0), similar, "upstream", exchange(similar, "another"));

            assertThat(answersOf(one, question)).containsExactly("another");
        }
    }

    @Test
    void whatAnotherServerPutsInThePlaceOfARecordingOutdatesWhatWasKnownUnderOtherRules() {
        Question before = question("hello 1", TEST);
        Question after = question("hello 2", TEST);
        try (Store one = open();
                Store other = PostgresStore.open(database.location(), WITHOUT_NUMBERS)) {
            Entry old = one.append(before, "upstream", exchange(before, "one"));
            Store.Version version = one.find(before).version();
            await().until(() -> one.isCurrent(version));
            Recording recording =
                    new Recording(TEST, "upstream", 1, new Exchange(after.request(), answer("of hello 2")));
            Bytes text = RecordingFile.write(recording, after.parsed(), "any").text();
            Documents documents = other.documents().orElseThrow();

            assertThat(documents.put(List.of(new Documents.Placement(
                            new Documents.Whole(old.location(), text, Map.of()),
                            recording,
                            after.parsed(),
                            Optional.ofNullable(
                                    documents.digests(List.of(old.location())).get(old.location()))))))
                    .containsExactly(new Documents.Placed.Kept());

            await().until(() -> !one.isCurrent(version));
            await().untilAsserted(() -> assertThat(answersOf(one, after)).containsExactly("of hello 2"));
            assertThat(answersOf(one, before)).isEmpty();
        }
    }

    @Test
    void keepsProjectsApart() {
        Question question = question("hello", TestId.NONE);
        append(question, answer("of the first"));

        try (Store second = PostgresStore.open(database.location("second"), KeyRules.NONE)) {
            assertThat(second.find(question).entries()).isEmpty();
            second.append(question, "upstream", exchange(question, "of the second"));
            List<String> visited = new ArrayList<>();
            second.forEach(entry -> visited.add(text(entry.recording())), broken -> {
                throw broken;
            });
            assertThat(visited).containsExactly("of the second");
        }

        assertThat(answers(question)).containsExactly("of the first");
    }

    @Test
    void saysWhatToDoWhereThereAreNoTables() {
        PostgresLocation elsewhere = new PostgresLocation(
                database.location().jdbcUrl(),
                database.location().properties(),
                "nothing_here",
                "default",
                "postgresql://host/db");

        assertThatThrownBy(() -> PostgresStore.open(elsewhere, KeyRules.NONE))
                .isInstanceOf(StoreException.class)
                .hasMessage("'postgresql://host/db' has no tables of Reprise;"
                        + " make them with: reprise store init --recordings URL");
    }
}
