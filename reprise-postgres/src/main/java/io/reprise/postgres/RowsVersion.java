package io.reprise.postgres;

import io.reprise.core.key.Key;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * The rows that answered a question.
 *
 * @param since when the search began, as {@link KnownChanges} counts
 * @param revisions by the ids of the rows
 */
record RowsVersion(Key key, long since, Map<Long, Long> revisions) implements Store.Version {
    /** Without a query as long as changes by others become known. What is in memory goes on to be replayed while the database is away. */
    boolean isCurrent(Database database, RecordingTable recordings, KnownChanges known) {
        return switch (known.state(key, since)) {
            case CURRENT -> true;
            case OUTDATED -> false;
            case UNKNOWN -> !database.checks().mayTry() || isUnchanged(database, recordings);
        };
    }

    private boolean isUnchanged(Database database, RecordingTable recordings) {
        try {
            boolean isSame = database.read(Database.NOT_READ, connection -> recordings.revisions(connection, key))
                    .equals(revisions);
            database.checks().worked();
            return isSame;
        } catch (StoreException away) {
            database.checks().failed();
            return true;
        } catch (RuntimeException unexpected) {
            database.checks().worked();
            throw unexpected;
        }
    }

    /** Asks the database, whatever is known of changes. */
    boolean isUnchanged(Connection connection, RecordingTable recordings, KnownChanges known) throws SQLException {
        boolean isUnchanged = recordings.revisions(connection, key).equals(revisions);
        if (!isUnchanged) {
            known.changed(key); // the news of it may still be on its way
        }
        return isUnchanged;
    }
}
