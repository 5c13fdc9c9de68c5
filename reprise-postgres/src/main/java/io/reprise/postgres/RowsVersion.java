package io.reprise.postgres;

import io.reprise.core.key.Key;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.util.Map;

/**
 * The rows that answered a question.
 *
 * @param since when the search began, as {@link KnownChanges} counts
 * @param revisions by the ids of the rows
 */
record RowsVersion(Key key, long since, Map<Long, Long> revisions) implements Store.Version {
    /**
     * Asks the database; while that is away, what was found is taken to be current.
     *
     * @param rest lets one request at a time ask in vain, so that no other waits for that
     */
    boolean isUnchanged(Database database, RecordingTable recordings, Rest rest) {
        if (!rest.mayTry()) {
            return true;
        }
        try {
            boolean isSame = database.read(Database.NOT_READ, connection -> recordings.revisions(connection, key))
                    .equals(revisions);
            rest.worked();
            return isSame;
        } catch (StoreException away) {
            rest.failed();
            return true;
        } catch (RuntimeException unexpected) {
            rest.worked();
            throw unexpected;
        }
    }
}
