package io.reprise.config;

import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.StoreProvider;
import io.reprise.core.store.StoreTables;
import io.reprise.core.store.directory.DirectoryStore;
import java.nio.file.Path;
import java.util.List;

/** A kind of stores that another module brings: {@code elsewhere:///path} is a directory. */
public final class ElsewhereProvider implements StoreProvider {
    @Override
    public List<String> schemes() {
        return List.of("elsewhere");
    }

    @Override
    public Store open(String location, KeyRules rules) {
        if (location.endsWith("/unreachable")) {
            throw new StoreException("nobody answers", null);
        }
        return new DirectoryStore(Path.of(location.substring("elsewhere://".length())), rules);
    }

    @Override
    public StoreTables tables(String location) {
        throw new IllegalArgumentException("a store elsewhere has no tables");
    }
}
