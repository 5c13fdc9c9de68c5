package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.store.Retention;
import io.reprise.core.store.Store;
import io.reprise.core.store.Store.Entry;
import io.reprise.core.store.StoreContract;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Slow
class RetentionTest {
    private static final Question OLD = StoreContract.question("old", TestId.NONE);
    private static final Question NEW = StoreContract.question("new", new TestId("test"));
    private static final Retention BY_AGE =
            new Retention(Optional.of(new MaxAge(30)), Optional.empty(), OptionalLong.empty());
    private static final Retention BY_USE =
            new Retention(Optional.empty(), Optional.of(new MaxAge(30)), OptionalLong.empty());

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

    private Entry record(Question question, String text) {
        return store.append(question, "", new Exchange(question.request(), StoreContract.answer(text)));
    }

    /** As if it had been written so long ago. */
    private void age(Entry entry, int days) {
        database.execute("update recording set written_at = now() - interval '" + days + " days' where location = '"
                + entry.location() + "'");
    }

    private Retention.Outcome prune(Retention retention, boolean isDeleted) {
        try (PostgresTables tables = new PostgresTables(database.location())) {
            return tables.prune(retention, isDeleted);
        }
    }

    private List<Entry> found(Question question) {
        return store.find(question).entries();
    }

    @Test
    void deletesWhatIsOlderThanItMayBe() {
        age(record(OLD, "one"), 31);
        age(record(NEW, "two"), 29);
        Store.Version version = store.find(OLD).version();

        Retention.Outcome outcome = prune(BY_AGE, true);

        assertThat(outcome.questions()).isEqualTo(1);
        assertThat(outcome.recordings()).isEqualTo(1);
        assertThat(outcome.bytes()).isPositive();
        assertThat(outcome.staying()).isEqualTo(1);
        assertThat(found(OLD)).isEmpty();
        assertThat(found(NEW)).hasSize(1);
        await().until(() -> !store.isCurrent(version));
    }

    @Test
    void onlyCountsAtFirst() {
        age(record(OLD, "one"), 31);

        assertThat(prune(BY_AGE, false).recordings()).isEqualTo(1);

        assertThat(found(OLD)).hasSize(1);
    }

    @Test
    void keepsAllAnswersToAQuestionWhileTheLatestIsYoung() {
        age(record(OLD, "one"), 60);
        Entry second = record(OLD, "two");

        assertThat(prune(BY_AGE, true).recordings()).isZero();

        age(second, 31);
        assertThat(prune(BY_AGE, true).recordings()).isEqualTo(2);
        assertThat(record(OLD, "three").recording().occurrence()).isEqualTo(1);
    }

    @Test
    void keepsWhatWasUsedLately() {
        Entry used = record(OLD, "one");
        Entry unused = record(NEW, "two");
        age(used, 60);
        age(unused, 60);
        found(OLD).get(0).noteUse();
        store.close();

        assertThat(prune(BY_USE, true).recordings()).isEqualTo(1);

        store = PostgresStore.open(database.location(), KeyRules.NONE);
        assertThat(found(OLD)).hasSize(1);
        assertThat(found(NEW)).isEmpty();
    }

    @Test
    void deletesTheLeastRecentlyUsedUntilTheOthersAreSmallEnough() {
        Entry first = record(OLD, "one");
        age(first, 3);
        record(NEW, "two");
        long both = prune(BY_AGE, false).bytesStaying();

        assertThat(prune(bySize(both), true).recordings()).isZero();
        assertThat(prune(bySize(both - 1), true).recordings()).isEqualTo(1);

        assertThat(found(OLD)).isEmpty();
        assertThat(found(NEW)).hasSize(1);
    }

    private static Retention bySize(long most) {
        return new Retention(Optional.empty(), Optional.empty(), OptionalLong.of(most));
    }

    @Test
    void leavesOtherProjectsAsTheyAre() {
        try (Store other = PostgresStore.open(database.location("other"), KeyRules.NONE)) {
            Entry entry = other.append(OLD, "", new Exchange(OLD.request(), StoreContract.answer("one")));
            age(entry, 60);

            assertThat(prune(BY_AGE, true).recordings()).isZero();

            assertThat(other.find(OLD).entries()).hasSize(1);
        }
    }

    @Test
    void leavesNothingOfWhatItDeletes() {
        for (int i = 0; i < 700; i++) {
            record(StoreContract.question("question " + i, TestId.NONE), "answer");
        }
        database.execute("update recording set written_at = now() - interval '60 days'");

        assertThat(prune(BY_AGE, true).recordings()).isEqualTo(700);

        database.execute(
                "do $$ begin if exists (select from band) or exists (select from recording_key)"
                        + " or exists (select from series) or exists (select from recording) then raise 'something is left'; end if; end $$");
    }
}
