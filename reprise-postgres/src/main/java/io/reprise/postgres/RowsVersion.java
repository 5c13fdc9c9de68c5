package io.reprise.postgres;

import io.reprise.core.key.Key;
import io.reprise.core.store.Store;
import java.util.Map;

/**
 * The rows that answered a question.
 *
 * @param since when the search began, as {@link KnownChanges} counts
 * @param revisions by the ids of the rows
 */
record RowsVersion(Key key, long since, Map<Long, Long> revisions) implements Store.Version {}
