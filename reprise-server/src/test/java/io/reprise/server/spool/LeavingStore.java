package io.reprise.server.spool;

import io.reprise.core.Intercepted;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.util.List;
import java.util.Set;

/** Makes a store that is away when it is told so. What is in memory is then taken to be current, as a database has it. */
public final class LeavingStore {
    private static final Set<String> NEEDS_NO_CONNECTION = Set.of(
            "isCurrent",
            "away",
            "others",
            "under",
            "directory",
            "index",
            "documents",
            "watch",
            "versionDirectories",
            "asKept",
            "close",
            "leftOut");

    private final Store store;
    private volatile boolean isAway;

    public LeavingStore(Store store) {
        this.store = Intercepted.of(Store.class, store, (method, arguments, real) -> {
            if (isAway && method.equals("isCurrent")) {
                return true;
            }
            if (isAway && method.equals("outdated")) {
                return List.of();
            }
            if (isAway && !NEEDS_NO_CONNECTION.contains(method)) {
                throw StoreException.away("'db' cannot be reached", null);
            }
            return real.call();
        });
    }

    public Store store() {
        return store;
    }

    public void leave() {
        isAway = true;
    }

    public void comeBack() {
        isAway = false;
    }
}
