package io.reprise.core.store;

import io.reprise.core.key.KeyRules;
import java.util.List;

/**
 * Opens the stores of one kind that is not a directory, such as those in a database.
 *
 * <p>{@link java.util.ServiceLoader} finds providers: a module that brings one names its class in {@code
 * META-INF/services/io.reprise.core.store.StoreProvider}.
 */
public interface StoreProvider {
    /**
     * The URL schemes of its stores in lower case, such as {@code postgresql} for {@code postgresql://host/database}; the first is the usual
     * one.
     */
    List<String> schemes();

    /**
     * Opens a store.
     *
     * @param location the URL as it was given; messages must not show its password
     * @param rules by which it is decided which question a recording answers
     * @throws IllegalArgumentException if the URL has no meaning
     * @throws StoreException if the store cannot be reached
     */
    Store open(String location, KeyRules rules);

    /**
     * The tables of a store.
     *
     * @param location as for {@link #open}
     * @throws IllegalArgumentException if the URL has no meaning
     */
    StoreTables tables(String location);
}
