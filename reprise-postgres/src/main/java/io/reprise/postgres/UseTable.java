package io.reprise.postgres;

import io.reprise.core.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which recordings this server has used on which day. A recording is noted once a day, and written with others within a minute, so that a replay
 * from memory costs no query. Thread-safe.
 */
final class UseTable {
    private static final long PAUSE_NANOS = 60_000_000_000L;
    private static final int MOST_OF_STATEMENT = 10_000;

    private final Clock clock;
    private final Set<Long> noted = ConcurrentHashMap.newKeySet();
    private volatile int today;
    private long writtenNanos = System.nanoTime();

    UseTable(Clock clock) {
        this.clock = clock;
        lookAtTheDay();
    }

    /** The number of today, in UTC, as it was half a second ago at most. */
    int today() {
        return today;
    }

    void note(long recording) {
        noted.add(recording);
    }

    /** To be called often. Writes what was noted, now and then. */
    void writeSometimes(Connection connection) throws SQLException {
        lookAtTheDay();
        if (!noted.isEmpty() && System.nanoTime() - writtenNanos >= PAUSE_NANOS) {
            writtenNanos = System.nanoTime();
            write(connection);
        }
    }

    /** Writes what was noted, if the database can be reached. */
    void writeAll(Database database) {
        try {
            database.read("what was used cannot be written", connection -> {
                write(connection);
                return true;
            });
        } catch (StoreException away) {
            // it is noted again when it is used again
        }
    }

    private void lookAtTheDay() {
        today = (int) LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
    }

    /** Writes what was noted. What is lost in a crash of the database is noted on another day. */
    private void write(Connection connection) throws SQLException {
        while (!noted.isEmpty()) {
            List<Long> some = noted.stream().limit(MOST_OF_STATEMENT).toList();
            try (Statement relaxed = connection.createStatement()) {
                relaxed.execute("set synchronous_commit = off");
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into last_use as l (recording, day) select r.id, ?::date from recording r where r.id = any(?)"
                            + " on conflict (recording) do update set day = excluded.day where l.day < excluded.day")) {
                insert.setString(1, LocalDate.ofEpochDay(today).toString());
                insert.setArray(2, new SqlArrays(connection).longs(some, id -> id));
                insert.executeUpdate();
            } finally {
                try (Statement strict = connection.createStatement()) {
                    strict.execute("reset synchronous_commit");
                }
            }
            noted.removeAll(some);
        }
    }
}
