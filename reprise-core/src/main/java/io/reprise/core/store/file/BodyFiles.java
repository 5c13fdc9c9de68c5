package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;

/** The files beside a recording, which hold its large binary bodies. */
public interface BodyFiles {
    /**
     * The content of a file.
     *
     * @param name of a file in the directory of the recording, without a path
     * @throws StoreException if it is not there, or cannot be read
     */
    Bytes read(String name);
}
