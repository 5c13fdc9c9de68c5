package io.reprise.formats;

import io.reprise.core.store.Recording;

/** Writes recordings in another tool's form. */
public interface Exporter extends AutoCloseable {
    /**
     * Writes one recording.
     *
     * @throws FormatException if it could not be written
     */
    Exported write(Recording recording);

    /** Completes what has been written. */
    @Override
    void close();
}
