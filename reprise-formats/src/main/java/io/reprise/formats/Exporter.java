package io.reprise.formats;

import io.reprise.core.store.Store;

/** Writes recordings in another tool's format. */
public interface Exporter extends AutoCloseable {
    /**
     * Writes an entry of a store. If the entry comes from a file of the same format, it keeps the content of this file.
     *
     * @throws FormatException if it could not be written
     */
    Exported write(Store.Entry entry);

    /** Removes what was only needed for writing. */
    @Override
    void close();
}
