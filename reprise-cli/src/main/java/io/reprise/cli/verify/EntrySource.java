package io.reprise.cli.verify;

import io.reprise.core.store.Store;
import java.util.Optional;

/** Reads a recording when it is needed, so that a large selection takes little memory. */
public interface EntrySource {
    /**
     * The recording; empty if it is no longer there.
     *
     * @throws io.reprise.core.store.StoreException if it cannot be read
     */
    Optional<Store.Entry> read();
}
