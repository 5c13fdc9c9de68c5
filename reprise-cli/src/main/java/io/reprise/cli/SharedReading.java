package io.reprise.cli;

import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.DirectoryStore;
import java.util.function.Consumer;

/** Reads a whole store with all processors: each thread reads its share of the files. */
final class SharedReading {
    private final Store store;
    private final int shares;

    SharedReading(Store store) {
        this.store = store;
        // other stores may read all to find a share
        this.shares = store instanceof DirectoryStore ? Runtime.getRuntime().availableProcessors() : 1;
    }

    /** As {@link Store#forEach}, but from several threads at the same time. */
    void forEach(Consumer<Store.Entry> visitor, Consumer<StoreException> broken) {
        if (shares == 1) {
            store.forEach(visitor, broken);
            return;
        }
        try (BoundedWorkers workers = new BoundedWorkers(shares)) {
            for (int i = 0; i < shares; i++) {
                int share = i;
                workers.run(() ->
                        store.forEach(name -> Math.floorMod(name.hashCode(), shares) == share, visitor, broken));
            }
        }
    }
}
