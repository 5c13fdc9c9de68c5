package io.reprise.core.store;

import io.reprise.core.key.Key;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Those who watch one store. Thread-safe. */
public final class ChangeFeed {
    /** Compared by identity, so that who watches twice can end one of the two. */
    private static final class Watcher {
        final Consumer<StoreChange> changes;

        Watcher(Consumer<StoreChange> changes) {
            this.changes = changes;
        }
    }

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** As {@link Store#watch}. */
    public Store.Watch watch(Consumer<StoreChange> changes) {
        Watcher own = new Watcher(changes);
        watchers.add(own);
        return () -> watchers.remove(own);
    }

    /** Tells all who watch. */
    public void publish(Key key, String location, StoreChange.Kind kind) {
        if (!watchers.isEmpty()) {
            StoreChange change = new StoreChange(key, location, kind);
            watchers.forEach(watcher -> watcher.changes.accept(change));
        }
    }
}
