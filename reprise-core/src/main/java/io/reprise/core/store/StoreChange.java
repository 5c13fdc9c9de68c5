package io.reprise.core.store;

import io.reprise.core.key.Key;

/**
 * One recording was added, changed or removed.
 *
 * @param key of the question that it answers
 * @param location of its {@link Store.Entry}
 */
public record StoreChange(Key key, String location, Kind kind) {
    /** What happened to it. */
    public enum Kind {
        ADDED,
        REPLACED,
        REMOVED
    }
}
