package io.reprise.formats;

import java.util.function.Consumer;

/** Recordings of another tool, read one after the other. */
public interface Source {
    /** How many files there are to read, for progress. */
    int files();

    /**
     * Calls {@code visitor} with everything there is, one at a time and in an order that is the same each time. What
     * cannot be read is {@link Found.LeftOut}; nothing is left out silently. Each finding's {@link Found#origin} begins
     * with the path of its file, relative to what was opened.
     */
    void forEach(Consumer<Found> visitor);
}
