package io.reprise.postgres;

import static io.reprise.core.store.StoreContract.answer;
import static io.reprise.core.store.StoreContract.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transactions begin, write their changes and end in different orders; who reads the changes misses none. */
@Slow
class OutOfOrderChangesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestId TEST = new TestId("test");
    private static final Question ONE = question("one", TEST);
    private static final Question OTHER = question("other", TEST);

    @RegisterExtension
    final TestDatabase testDatabase = new TestDatabase();

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Database database;
    private ChangeTable table;

    @BeforeEach
    void makeTables() {
        testDatabase.prepare();
        database = closing(new Database(testDatabase.location()));
        table = new ChangeTable(testDatabase.location(), new RuleSet(1));
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        Collections.reverse(open);
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closing(T opened) {
        open.add(opened);
        return opened;
    }

    private Store server() {
        return closing(PostgresStore.open(testDatabase.location(), KeyRules.NONE));
    }

    /** A transaction that has begun, with a number of its own. */
    private Connection transaction() throws SQLException {
        Connection connection = closing(database.connect());
        connection.setAutoCommit(false);
        try (Statement begin = connection.createStatement()) {
            begin.execute("select pg_current_xact_id()");
        }
        return connection;
    }

    /** A server that keeps an answer, step by step. */
    private final class RecordingServer {
        private final CountDownLatch mayWrite = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final CountDownLatch began = new CountDownLatch(1);
        private final CountDownLatch wrote = new CountDownLatch(1);
        private final Future<?> ended;

        RecordingServer(Question question) throws InterruptedException {
            Store store = server();
            ended = threads.submit(() -> store.holding(question, "upstream", held -> {
                began.countDown();
                waitFor(mayWrite);
                held.store().append(question, "upstream", new Exchange(question.request(), answer("answer")));
                wrote.countDown();
                waitFor(mayEnd);
                return true;
            }));
            began.await();
        }

        void write() throws InterruptedException {
            mayWrite.countDown();
            wrote.await();
        }

        void end() throws Exception {
            mayEnd.countDown();
            ended.get();
        }

        private static void waitFor(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }

    /** The transaction of {@code ONE} is the older one in all of these. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void learnsBothAnswersInWhateverOrderTheyAreWrittenAndKept(boolean oneWritesFirst, boolean oneEndsFirst)
            throws Exception {
        Store reading = server();
        Store.Version one = reading.find(ONE).version();
        Store.Version other = reading.find(OTHER).version();
        await().atMost(PATIENCE).until(() -> reading.isCurrent(one) && reading.isCurrent(other));
        RecordingServer ofOne = new RecordingServer(ONE);
        RecordingServer ofOther = new RecordingServer(OTHER);
        (oneWritesFirst ? ofOne : ofOther).write();
        (oneWritesFirst ? ofOther : ofOne).write();

        (oneEndsFirst ? ofOne : ofOther).end();
        if (oneEndsFirst) {
            await().atMost(PATIENCE).until(() -> !reading.isCurrent(one));
        }
        (oneEndsFirst ? ofOther : ofOne).end();

        await().atMost(PATIENCE).until(() -> !reading.isCurrent(one) && !reading.isCurrent(other));
    }

    @Test
    void learnsAnAnswerOfBeforeItBeganThatIsKeptLater() throws Exception {
        RecordingServer older = new RecordingServer(ONE);
        RecordingServer younger = new RecordingServer(OTHER);
        younger.write();
        older.write();
        older.end();
        Store reading = server();
        Store.Version nothing = reading.find(OTHER).version();
        await().atMost(PATIENCE).until(() -> reading.isCurrent(nothing));

        younger.end();

        await().atMost(PATIENCE).until(() -> !reading.isCurrent(nothing));
    }

    @Test
    void learnsThatATestStartsOver() throws Exception {
        Store reading = server();
        Store.Version nothing = reading.find(ONE).version();
        await().atMost(PATIENCE).until(() -> reading.isCurrent(nothing));
        List<Optional<TestId>> starts = new CopyOnWriteArrayList<>();
        closing(reading.others().orElseThrow().watchStarts(starts::add));
        Connection older = transaction();
        Connection younger = transaction();
        table.addStart(younger, Optional.of(new TestId("of the younger")), 1);
        table.addStart(older, Optional.of(new TestId("of the older")), 2);

        older.commit();
        await().atMost(PATIENCE).until(() -> starts.size() == 1);
        younger.commit();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(starts)
                        .containsExactly(
                                Optional.of(new TestId("of the older")), Optional.of(new TestId("of the younger"))));
    }

    /** Another row with a greater id is read before. */
    @Test
    void waitsForTheRowItself() throws Exception {
        List<String> read = new CopyOnWriteArrayList<>();
        KnownChanges known = new KnownChanges(System::nanoTime, System::currentTimeMillis);
        ChangeReader reader = closing(new ChangeReader(
                database,
                table,
                known,
                database.read("not read", ChangeTable::last),
                new ChangeReader.Listener(
                        changed -> {},
                        started -> read.add(started.test().orElseThrow().name()),
                        (connection, last) -> {})));
        reader.start();
        Connection oldest = transaction();
        Connection older = transaction();
        Connection younger = transaction();
        ChangeTable.Position wanted = table.addStart(younger, Optional.of(new TestId("wanted")), 1);
        younger.commit();
        Future<List<String>> readBefore = threads.submit(() -> {
            reader.await(wanted, PATIENCE.toMillis());
            return List.copyOf(read);
        });
        table.addStart(oldest, Optional.of(new TestId("before")), 2);
        oldest.commit();
        await().atMost(PATIENCE).until(() -> read.contains("before"));

        older.commit();

        assertThat(readBefore.get()).containsExactly("before", "wanted");
    }

    /** A dump was restored into a new cluster behind the same name: the numbers of its transactions begin low. */
    @Test
    void goesOnWhereTransactionsHaveSmallerNumbersThanThoseThatWereRead() throws Exception {
        List<String> read = new CopyOnWriteArrayList<>();
        KnownChanges known = new KnownChanges(System::nanoTime, System::currentTimeMillis);
        known.setUpToDate();
        long since = known.now();
        CountDownLatch upToDate = new CountDownLatch(1);
        ChangeReader reader = closing(new ChangeReader(
                database,
                table,
                known,
                new ChangeTable.Position(1L << 40, 7),
                new ChangeReader.Listener(
                        changed -> {},
                        started -> read.add(started.test().orElseThrow().name()),
                        (connection, last) -> upToDate.countDown())));
        reader.start();
        upToDate.await();

        assertThat(known.state(ONE.key(), since)).isEqualTo(KnownChanges.State.UNKNOWN);
        database.write("not written", connection -> table.addStart(connection, Optional.of(TEST), 1));
        await().atMost(PATIENCE).until(() -> read.contains("test"));
    }

    @Test
    void readsEachChangeOnceInWhateverOrderTransactionsBeginAndWriteAndEnd() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Connection> idle = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Connection connection = closing(database.connect());
            connection.setAutoCommit(false);
            idle.add(connection);
        }
        List<Connection> busy = new ArrayList<>();
        List<String> written = new ArrayList<>();
        List<String> read = new ArrayList<>();
        ChangeTable.Position last = database.read("not read", ChangeTable::last);
        for (int step = 0; step < 300 || !busy.isEmpty(); step++) {
            boolean isBegin = step < 300 && !idle.isEmpty() && (busy.isEmpty() || random.nextInt(3) == 0);
            if (isBegin) {
                Connection next = idle.remove(random.nextInt(idle.size()));
                try (Statement begin = next.createStatement()) {
                    begin.execute("select pg_current_xact_id()");
                }
                busy.add(next);
            } else if (random.nextBoolean()) {
                Connection next = busy.get(random.nextInt(busy.size()));
                String name = "test " + step;
                table.add(next, new StoreChange(ONE.key(), name, StoreChange.Kind.ADDED), step);
                written.add(name);
            } else {
                Connection next = busy.remove(random.nextInt(busy.size()));
                next.commit();
                idle.add(next);
            }
            last = readAfter(last, read);
        }
        for (long end = System.nanoTime() + PATIENCE.toNanos();
                read.size() < written.size() && System.nanoTime() < end; ) {
            last = readAfter(last, read);
        }

        assertThat(read).as("seed " + seed).containsExactlyInAnyOrderElementsOf(written);
    }

    /** Returns where to go on. */
    private ChangeTable.Position readAfter(ChangeTable.Position last, List<String> read) {
        ChangeTable.Position after = last;
        for (ChangeTable.Row row : database.read("not read", connection -> table.after(connection, last))) {
            read.add(((ChangeTable.Row.Changed) row).change().location());
            after = row.position();
        }
        return after;
    }
}
