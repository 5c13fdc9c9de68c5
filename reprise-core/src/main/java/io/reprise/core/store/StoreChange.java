package io.reprise.core.store;

import io.reprise.core.key.Key;

/**
 * One recording came, changed or went.
 *
 * @param key of the question that it answers
 * @param location as its {@link Store.Entry} says it
 */
public record StoreChange(Key key, String location, Kind kind) {
    /** What happened to it. */
    public enum Kind {
        ADDED,
        REPLACED,
        REMOVED
    }
}
