package io.reprise.postgres;

import io.reprise.core.key.Question;
import io.reprise.core.store.ChangeFeed;
import io.reprise.core.store.StoreChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries out transactions that change recordings, and tells of the changes, at once in this server and soon in others. */
final class ChangeWriter {
    private static final String NOT_KEPT = "the recording cannot be kept";

    private final Database database;
    private final ChangeTable table;
    private final Readers readers;
    private final Fence fence;
    private final @Nullable Change outer;

    /** Throws if the transaction must not change anything. */
    interface Fence {
        Fence NONE = connection -> {};

        void lock(Connection connection) throws SQLException;
    }

    /** Who is told. */
    record Readers(KnownChanges known, ChangeFeed feed, ChangeNotifier others) {}

    /** What a transaction does. It may be done several times. */
    interface Step<T> {
        T with(Change change) throws SQLException;
    }

    ChangeWriter(Database database, ChangeTable table, Readers readers) {
        this(database, table, readers, Fence.NONE, null);
    }

    private ChangeWriter(Database database, ChangeTable table, Readers readers, Fence fence, @Nullable Change outer) {
        this.database = database;
        this.table = table;
        this.readers = readers;
        this.fence = fence;
        this.outer = outer;
    }

    /** The same, of which each transaction begins with the fence. */
    ChangeWriter behind(Fence other) {
        return new ChangeWriter(database, table, readers, other, outer);
    }

    /** The same, of which all steps belong to a transaction that is under way. */
    ChangeWriter within(Change change) {
        return new ChangeWriter(database.within(change.connection()), table, readers, fence, change);
    }

    /** What one transaction changes in the recordings of one question. */
    final class Change {
        private final Connection connection;
        private final @Nullable Question question;
        private final List<StoreChange> noted;
        private final List<Long> ids;

        private Change(Connection connection, @Nullable Question question) {
            this.connection = connection;
            this.question = question;
            this.noted = new ArrayList<>();
            this.ids = new ArrayList<>();
        }

        /** A part of another one. */
        private Change(Change whole, @Nullable Question question) {
            this.connection = whole.connection;
            this.question = question;
            this.noted = whole.noted;
            this.ids = whole.ids;
        }

        Connection connection() {
            return connection;
        }

        void note(RecordingRow row, StoreChange.Kind kind) throws SQLException {
            note(row.id(), new StoreChange(Objects.requireNonNull(question).key(), row.location(), kind));
        }

        void note(long recording, StoreChange change) throws SQLException {
            long id = table.add(connection, change, recording).id();
            readers.known().writes(id); // before others can read it, and this server as well
            ids.add(id);
            noted.add(change);
        }

        /** Notes keys that a recording has no longer; to be noted after the change of the recording itself. */
        void noteFormer(RecordingRow row, List<FormerKeys.Former> keys) throws SQLException {
            noteFormer(row.id(), row.location(), keys);
        }

        void noteFormer(long recording, String location, List<FormerKeys.Former> keys) throws SQLException {
            for (FormerKeys.Former former : keys) {
                long id =
                        table.addFormer(connection, former, location, recording).id();
                if (table.isOf(former.rules())) { // others are not read by this server
                    readers.known().writes(id);
                    ids.add(id);
                    noted.add(new StoreChange(former.key(), location, StoreChange.Kind.REMOVED));
                }
            }
        }

        /** Notes that a recording is gone which had these keys: under the rules of this server, or else under those that knew it. */
        void noteRemoved(RecordingRow row, List<FormerKeys.Former> keys) throws SQLException {
            boolean isKnownHere = keys.stream().anyMatch(key -> table.isOf(key.rules()));
            for (FormerKeys.Former former : keys) {
                if (table.isOf(former.rules())) {
                    note(row.id(), new StoreChange(former.key(), row.location(), StoreChange.Kind.REMOVED));
                } else if (!isKnownHere) {
                    long id = table.addRemoved(connection, former, row.location(), row.id())
                            .id();
                    readers.known().writes(id);
                    ids.add(id);
                }
            }
        }

        /** Notes changes of several recordings, by the ids of their rows. */
        void noteAll(List<Map.Entry<Long, StoreChange>> changes) throws SQLException {
            for (long id : table.add(connection, changes)) {
                readers.known().writes(id);
                ids.add(id);
            }
            changes.forEach(each -> noted.add(each.getValue()));
        }

        private void undo() {
            ids.forEach(readers.known()::writesNot);
        }

        private void tell() {
            for (StoreChange change : noted) {
                readers.known().changed(change.key());
                readers.feed().publish(change.key(), change.location(), change.kind());
            }
            if (!noted.isEmpty()) {
                readers.others().changed();
            }
        }
    }

    /**
     * Changes the recordings of a question in one transaction, which is durable when this returns.
     *
     * @throws io.reprise.core.store.StoreException if it is not
     */
    <T> T write(Question question, Step<T> step) {
        return write(NOT_KEPT, question, step);
    }

    /** As the other method, of any questions. */
    <T> T write(String aim, Step<T> step) {
        return write(aim, null, step);
    }

    private <T> T write(String aim, @Nullable Question question, Step<T> step) {
        Change whole = outer;
        if (whole != null) {
            return database.read(aim, connection -> step.with(new Change(whole, question)));
        }
        List<Change> attempts = new ArrayList<>();
        T result;
        try {
            result = database.write(aim, connection -> {
                attempts.forEach(Change::undo);
                attempts.clear();
                Change change = new Change(connection, question);
                attempts.add(change);
                fence.lock(connection);
                return step.with(change);
            });
        } catch (RuntimeException failed) {
            attempts.forEach(Change::undo);
            throw failed;
        }
        attempts.forEach(Change::tell);
        return result;
    }
}
