package io.reprise.formats;

import io.reprise.core.store.Store;
import java.util.List;

/** Writes recordings in another tool's format. */
public interface Exporter extends AutoCloseable {
    /**
     * Writes an entry of a store. If the entry comes from a file of the same format, it keeps the content of this file.
     *
     * @throws FormatException if it could not be written
     */
    Exported write(Store.Entry entry);

    /**
     * The files that could not be written although they were to have recordings that {@link #write} has taken. Complete after {@link #close}.
     * Empty for formats in which each recording has a file of its own.
     */
    default List<UnwrittenFile> unwritten() {
        return List.of();
    }

    /**
     * A file that could not be written. What was there before is still there.
     *
     * @param location relative to the target
     * @param recordings how many of those that were told to be written and changed are not in it
     * @param reason for people
     */
    record UnwrittenFile(String location, int recordings, String reason) {}

    /** The recordings that {@link #write} has taken, and whose file a later recording has taken since. */
    default List<Displaced> displaced() {
        return List.of();
    }

    /**
     * A recording that is in no file any more.
     *
     * @param location of the entry of the store
     * @param wasChanged whether its file was told to be changed
     * @param reason for people, in lower case
     */
    record Displaced(String location, boolean wasChanged, String reason) {}

    /** Writes what has not been written yet, and removes what was only needed for writing. */
    @Override
    void close();
}
