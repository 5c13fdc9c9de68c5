package io.reprise.formats;

import io.reprise.core.store.Store;

/** Writes recordings in another tool's form. */
public interface Exporter extends AutoCloseable {
    /**
     * Writes what was found in a store. Of entries that say where they come from, what they say in the form of their origin
     * is kept where that is the form that is written.
     *
     * @throws FormatException if it could not be written
     */
    Exported write(Store.Entry entry);

    /** Removes what was only needed for writing. */
    @Override
    void close();
}
