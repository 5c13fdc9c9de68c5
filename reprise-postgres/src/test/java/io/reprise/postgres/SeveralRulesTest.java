package io.reprise.postgres;

import static io.reprise.core.store.StoreContract.answer;
import static io.reprise.core.store.StoreContract.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.store.ChangeFeed;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Retention;
import io.reprise.core.store.Store;
import io.reprise.core.store.Store.Entry;
import io.reprise.core.store.file.RecordingFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers with different rules share recordings: each finds them by keys of its own, and numbers its own series. */
@Slow
class SeveralRulesTest {
    private static final TestId TEST = new TestId("test");
    private static final KeyRules WITHOUT_NUMBERS = KeyRules.of(List.of(KeyRule.parse("replace /[0-9]+/ with <n>")));
    private static final Question ONE = question("hello 1", TEST);
    private static final Question TWO = question("hello 2", TEST);
    private static final Question ANY =
            WITHOUT_NUMBERS.question(question("hello 3", TEST).request(), TEST);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void makeTables() {
        database.prepare();
    }

    private Store open() {
        return PostgresStore.open(database.location(), KeyRules.NONE);
    }

    private Store openOther() {
        return PostgresStore.open(database.location(), WITHOUT_NUMBERS);
    }

    private static Entry append(Store store, Question question, String text) {
        return store.append(question, "upstream", new Exchange(question.request(), answer(text)));
    }

    private static List<String> answersOf(Store store, Question question) {
        return store.find(question).entries().stream()
                .map(Entry::recording)
                .map(SeveralRulesTest::text)
                .toList();
    }

    private static String text(Recording recording) {
        String chunk = recording.exchange().response().chunks().get(0).bytes().toString();
        return chunk.replaceFirst("(?s).*\"content\":\"([^\"]*)\".*", "$1");
    }

    private static Optional<Bytes> digest(Store store, String location) {
        return Optional.ofNullable(
                store.documents().orElseThrow().digests(List.of(location)).get(location));
    }

    /** Another document takes the place of the one that is there. */
    private static void put(Store store, String location, Question question, Recording recording) {
        Bytes text = RecordingFile.write(recording, question.parsed(), "any").text();
        Documents.Placement placement = new Documents.Placement(
                new Documents.Whole(location, text, Map.of()), recording, question.parsed(), digest(store, location));

        assertThat(store.documents().orElseThrow().put(List.of(placement)))
                .containsExactly(new Documents.Placed.Kept());
    }

    private static Recording recording(Question question, int occurrence, String text) {
        return new Recording(TEST, "upstream", occurrence, new Exchange(question.request(), answer(text)));
    }

    /** One recording, that has a key under both sets of rules; no server runs. */
    private String recordedUnderBothRules() {
        String location;
        try (Store one = open()) {
            location = append(one, ONE, "one").location();
        }
        openOther().close();
        assertThat(keys()).isEqualTo(2);
        return location;
    }

    private long keys() {
        return database.ask("select count(*) from recording_key");
    }

    @Test
    void aDocumentThatDiffersInItsAnswerKeepsItsKeysUnderAllRules() {
        String location = recordedUnderBothRules();

        try (Store one = open()) {
            put(one, location, ONE, recording(ONE, 1, "another"));
        }

        assertThat(keys()).isEqualTo(2);
        try (Store other = openOther()) {
            assertThat(answersOf(other, ANY)).containsExactly("another");
        }
    }

    @Test
    void aDocumentThatDiffersInItsOccurrenceIsCountedUnderAllRules() {
        String location = recordedUnderBothRules();
        try (Store other = openOther()) {
            assertThat(append(other, ANY, "two").recording().occurrence()).isEqualTo(2);
            try (Store one = open()) {
                put(one, location, ONE, recording(ONE, 3, "one"));
            }

            assertThat(append(other, ANY, "four").recording().occurrence()).isEqualTo(4);
        }
    }

    @Test
    void aDocumentThatAsksSomethingElseLosesItsKeysUnderOtherRules() {
        String location = recordedUnderBothRules();

        try (Store one = open()) {
            put(one, location, TWO, recording(TWO, 1, "two"));
        }

        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void aDocumentInThePlaceOfOneThatCannotBeReadLosesItsKeysUnderOtherRules() {
        String location = recordedUnderBothRules();
        database.execute("update recording set document = '\\x00'::bytea, text_digest = null");

        try (Store one = open()) {
            Bytes text = RecordingFile.write(recording(ONE, 1, "one"), ONE.parsed(), "any")
                    .text();
            assertThat(one.documents()
                            .orElseThrow()
                            .put(List.of(new Documents.Placement(
                                    new Documents.Whole(location, text, Map.of()),
                                    recording(ONE, 1, "one"),
                                    ONE.parsed(),
                                    Optional.of(Bytes.EMPTY)))))
                    .containsExactly(new Documents.Placed.Kept());
        }

        assertThat(keys()).isEqualTo(1);
    }

    /** How the last of three recordings is deleted that two servers with different rules have numbered. */
    private interface Deletion {
        void of(Store one, Entry last);
    }

    private void assertThatTheNumberIsGivenOutAgain(Deletion deletion) {
        try (Store one = open();
                Store other = openOther()) {
            append(one, ONE, "one");
            await().until(() -> answersOf(other, ANY).size() == 1);
            append(other, WITHOUT_NUMBERS.question(ONE.request(), TEST), "two");
            await().until(() -> answersOf(one, ONE).size() == 2);
            Entry last = append(one, ONE, "three");
            await().until(() -> answersOf(other, ANY).size() == 3);

            deletion.of(one, last);

            assertThat(append(other, ANY, "new").recording().occurrence()).isEqualTo(3);
            assertThat(append(one, ONE, "new").recording().occurrence()).isEqualTo(3);
        }
    }

    @Test
    void theNumberOfARemovedRecordingIsGivenOutAgainUnderAllRules() {
        assertThatTheNumberIsGivenOutAgain(Store::remove);
    }

    @Test
    void theNumberOfADeletedDocumentIsGivenOutAgainUnderAllRules() {
        assertThatTheNumberIsGivenOutAgain((one, last) -> assertThat(
                        one.documents().orElseThrow().delete(last.location(), digest(one, last.location())))
                .isTrue());
    }

    @Test
    void theNumberOfARemovedRecordingThatCannotBeReadIsGivenOutAgainUnderAllRules() {
        assertThatTheNumberIsGivenOutAgain((one, last) -> {
            database.execute(
                    "update recording set document = '\\x00'::bytea where location = '" + last.location() + "'");
            Store.Item broken = one.series(ONE, "upstream").stream()
                    .filter(item -> item.location().equals(last.location()))
                    .findFirst()
                    .orElseThrow();
            assertThat(broken).isInstanceOf(Store.Broken.class);

            one.remove(broken);
        });
    }

    @Test
    void serversLearnThatARecordingIsGoneThatCannotBeRead() {
        String location = recordedUnderBothRules();
        try (Store one = open();
                Store second = open()) {
            Store.Version version = second.find(ONE).version();
            await().until(() -> second.isCurrent(version));
            database.execute("update recording set document = '\\x00'::bytea");
            Store.Item broken = one.series(ONE, "upstream").get(0);
            assertThat(broken.location()).isEqualTo(location);

            one.remove(broken);

            await().until(() -> !second.isCurrent(version));
        }
    }

    /** Under the first rules, the recordings are of two questions, and under the others they are of one. */
    @Test
    void theNumberOfAPrunedRecordingIsGivenOutAgainUnderAllRules() {
        try (Store one = open();
                Store other = openOther()) {
            append(one, ONE, "one");
            await().until(() -> answersOf(other, ANY).size() == 1);
            Entry last = append(other, WITHOUT_NUMBERS.question(TWO.request(), TEST), "two");
            await().until(() -> answersOf(one, TWO).size() == 1);
            database.execute("update recording set written_at = now() - interval '31 days' where location = '"
                    + last.location() + "'");

            try (PostgresTables tables = new PostgresTables(database.location())) {
                assertThat(tables.prune(
                                        new Retention(
                                                Optional.of(new MaxAge(30)), Optional.empty(), OptionalLong.empty()),
                                        true)
                                .recordings())
                        .isEqualTo(1);
            }

            assertThat(append(other, ANY, "new").recording().occurrence()).isEqualTo(2);
        }
    }

    /** As programs before version 11 of the tables left it: the recording has its former key under the rules of a server that was not running. */
    @Test
    void migratedTablesHaveNoFormerKeys() {
        String location = recordedUnderBothRules();
        try (Store alone = PostgresStore.open(database.location("alone"), KeyRules.NONE)) {
            append(alone, ONE, "alone");
        }
        database.execute("create table former as select k.*, r.location from recording_key k"
                + " join recording r on r.id = k.recording where r.project = 'default'"
                + " and rule_set = (select min(id) from rule_set where project = 'default');"
                + " create table formerly as select * from series where rule_set = (select rule_set from former)");
        try (Store other = openOther()) {
            other.replace(
                    other.at(location).orElseThrow(),
                    WITHOUT_NUMBERS.question(TWO.request(), TEST),
                    "upstream",
                    new Exchange(TWO.request(), answer("two")));
        }
        database.execute("delete from recording_key where rule_set = (select rule_set from former);"
                + " insert into recording_key (rule_set, key, recording, digest)"
                + " select rule_set, key, recording, digest from former;"
                + " delete from series where rule_set = (select rule_set from former);"
                + " insert into series select * from formerly; delete from schema_version where version > 10");

        try (Database tables = new Database(database.location())) {
            Migrations.run(tables);
        }

        assertThat(keys()).as("keys of a project with one set of rules stay").isEqualTo(1);
        try (Store one = open()) {
            assertThat(answersOf(one, TWO)).containsExactly("two");
            assertThat(answersOf(one, ONE)).isEmpty();
            assertThat(append(one, ONE, "again").recording().occurrence()).isEqualTo(1);
        }
    }

    /** Each transaction waits for a disk. */
    @Test
    void keysOfManyRecordingsAreKeptInOneTransaction() {
        try (Store one = open()) {
            for (int i = 0; i < 30; i++) {
                append(one, question("hello " + i, TEST), "answer " + i);
            }
        }

        try (Store other = openOther()) {
            assertThat(other.find(ANY).entries()).hasSize(30);
        }

        assertThat(database.ask("select count(distinct xmin::text) from recording_key"
                        + " where rule_set = (select max(id) from rule_set)"))
                .isEqualTo(1);
    }

    @Test
    void remembersOnlyChangesThatItWillRead() throws SQLException {
        RuleSet own = new RuleSet(1);
        KnownChanges known = new KnownChanges(System::nanoTime, System::currentTimeMillis);
        try (Database connections = new Database(database.location());
                ChangeNotifier notifier = new ChangeNotifier(connections, "any")) {
            ChangeTable table = new ChangeTable(database.location(), own);
            ChangeWriter writer =
                    new ChangeWriter(connections, table, new ChangeWriter.Readers(known, new ChangeFeed(), notifier));

            boolean unused = writer.write("not written", change -> {
                change.noteFormer(
                        1,
                        "any",
                        List.of(
                                new FormerKeys.Former(own, ONE.key()),
                                new FormerKeys.Former(new RuleSet(2), ANY.key())));
                return true;
            });

            assertThat(known.isOwn(database.ask("select id from change where rule_set = 1")))
                    .isTrue();
            assertThat(known.isOwn(database.ask("select id from change where rule_set = 2")))
                    .isFalse();
            try (Connection connection = connections.connect()) {
                assertThat(table.after(connection, ChangeTable.Position.START)).hasSize(1);
            }
        }
    }
}
