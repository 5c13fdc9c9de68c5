package io.reprise.postgres;

import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.Fingerprint;
import io.reprise.core.explain.RequestIndex;
import io.reprise.core.key.Question;
import io.reprise.core.store.QuestionIndex;
import io.reprise.core.store.StoreException;
import io.reprise.postgres.ChangeTable.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Finds similar requests by an index in the database: candidates by their bands, which are then compared in memory as those of a directory are. A
 * search reads some hundred rows, however many recordings there are.
 */
final class PostgresQuestionIndex implements QuestionIndex, AutoCloseable {
    /** Candidates from each band: a system prompt that many share makes a band of millions. */
    private static final int MOST_OF_BAND = 24;

    private static final int MOST_OF_QUESTION = 32;
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(2);

    /** Counting takes at most this share of the time. */
    private static final int PARTS_OF_TIME = 20;

    private static final long SHORTEST_PAUSE_MILLIS = 500;

    private static final String SEARCH = """
            with asked as materialized (select unnest(?::bigint[]) as hash),
            candidate as (
              select found.recording from asked cross join lateral
                (select b.recording from band b where b.hash = asked.hash order by b.recording desc limit ?) found
              union
              (select k.recording from recording_key k where k.rule_set = ? and k.digest = ? limit ?))
            select r.location, r.fingerprint, k.digest
            from candidate c join recording r on r.id = c.recording
            left join recording_key k on k.recording = r.id and k.rule_set = ?
            where r.project = ? and r.fingerprint is not null""";

    private final Database database;
    private final String project;
    private final RuleSet rules;
    private final BandTable bands;
    private volatile int recordings;
    private volatile boolean isCounted;
    private volatile boolean hasFailed;
    private final ScheduledExecutorService counter = DaemonTimer.named("reprise-postgres-counter");
    private volatile Position lastChange = Position.START;
    private Position countedUntil = Position.START;

    PostgresQuestionIndex(Database database, String project, RuleSet rules) {
        this.database = database;
        this.project = project;
        this.rules = rules;
        this.bands = new BandTable(project);
    }

    /** Begins to count. */
    void start() {
        countAfter(0);
    }

    /** No locations if the database does not answer in time: a miss is told without them, and as one of an index that is not complete. */
    @Override
    public List<String> nearest(Question question, int most) {
        Fingerprint asked = Fingerprint.of(question);
        RequestIndex candidates = new RequestIndex();
        try {
            database.read(Database.NOT_READ, connection -> {
                search(connection, asked, candidates);
                return true;
            });
        } catch (StoreException away) {
            hasFailed = true;
            return List.of();
        }
        hasFailed = false;
        return candidates.nearest(question, most);
    }

    private void search(Connection connection, Fingerprint asked, RequestIndex candidates) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SEARCH)) {
            select.setQueryTimeout((int) LONGEST_SEARCH.toSeconds());
            select.setArray(1, connection.createArrayOf("bigint", bands.hashes(asked)));
            select.setInt(2, MOST_OF_BAND);
            select.setInt(3, rules.id());
            select.setLong(4, asked.digest());
            select.setInt(5, MOST_OF_QUESTION);
            select.setInt(6, rules.id());
            select.setString(7, project);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    candidates.add(rows.getString(1), Fingerprint.of(rows.getBytes(2), rows.getLong(3)));
                }
            }
        }
    }

    @Override
    public List<String> ofOtherTests(Question question, int most) {
        return read(
                "select distinct on (r.test) r.location",
                question,
                most,
                rows -> {
                    List<String> locations = new ArrayList<>();
                    while (rows.next()) {
                        locations.add(rows.getString(1));
                    }
                    return locations;
                },
                List.of());
    }

    @Override
    public int otherTests(Question question) {
        return read(
                "select count(distinct r.test)",
                question,
                Integer.MAX_VALUE,
                rows -> rows.next() ? rows.getInt(1) : 0,
                0);
    }

    /** Takes what a query has found. */
    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private <T> T read(String select, Question question, int most, Reading<T> reading, T otherwise) {
        try {
            return database.read(Database.NOT_READ, connection -> {
                try (PreparedStatement statement = connection.prepareStatement(
                        select + " from recording_key k join recording r on r.id = k.recording"
                                + " where k.rule_set = ? and k.digest = ? and r.test <> '' and r.test <> ? limit ?")) {
                    statement.setQueryTimeout((int) LONGEST_SEARCH.toSeconds());
                    statement.setInt(1, rules.id());
                    statement.setLong(2, Fingerprint.digest(question));
                    statement.setString(3, question.test().name());
                    statement.setInt(4, most);
                    try (ResultSet rows = statement.executeQuery()) {
                        return reading.of(rows);
                    }
                }
            });
        } catch (StoreException away) {
            return otherwise;
        }
    }

    @Override
    public boolean hasAny(TestId test) {
        try {
            return database.read(Database.NOT_READ, connection -> {
                try (PreparedStatement select = connection.prepareStatement(
                        "select exists (select from recording where project = ? and test = ?)")) {
                    select.setString(1, project);
                    select.setString(2, test.name());
                    try (ResultSet row = select.executeQuery()) {
                        return row.next() && row.getBoolean(1);
                    }
                }
            });
        } catch (StoreException away) {
            return true; // so that nobody is told to move what may not be there
        }
    }

    /** As it was some time ago, for which see {@link #changedUntil}. */
    @Override
    public Coverage coverage() {
        return new Coverage(recordings, isCounted && !hasFailed);
    }

    /** After that change, the number of recordings may be another one. */
    void changedUntil(Position change) {
        lastChange = change;
    }

    /** On a thread of its own: it takes seconds where there are millions, and whoever reads changes must not wait. */
    private void count() {
        Position change = lastChange;
        long pause = SHORTEST_PAUSE_MILLIS;
        if (!change.equals(countedUntil)) {
            long start = System.nanoTime();
            try {
                recordings = database.read(Database.NOT_READ, this::counted);
                isCounted = true;
                countedUntil = change;
            } catch (StoreException away) {
                // there is a next time
            }
            pause = Math.max(pause, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) * PARTS_OF_TIME);
        }
        countAfter(pause);
    }

    private void countAfter(long millis) {
        try {
            ScheduledFuture<?> unused = counter.schedule(this::count, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // nobody wants to know any more
        }
    }

    private int counted(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select count(*) from recording where project = ?")) {
            select.setString(1, project);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return (int) Math.min(Integer.MAX_VALUE, row.getLong(1));
            }
        }
    }

    @Override
    public void close() {
        counter.shutdownNow();
    }
}
