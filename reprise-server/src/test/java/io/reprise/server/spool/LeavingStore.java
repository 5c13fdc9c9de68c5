package io.reprise.server.spool;

import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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
        Store behind = store;
        this.store = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    if (isAway && name.equals("isCurrent")) {
                        return true;
                    }
                    if (isAway && name.equals("outdated")) {
                        return List.of();
                    }
                    if (isAway && !NEEDS_NO_CONNECTION.contains(name)) {
                        throw StoreException.away("'db' cannot be reached", null);
                    }
                    try {
                        return method.invoke(behind, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
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
