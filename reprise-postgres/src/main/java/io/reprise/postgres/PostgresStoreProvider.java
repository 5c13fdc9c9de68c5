package io.reprise.postgres;

import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreProvider;
import io.reprise.core.store.StoreTables;
import java.util.List;
import java.util.Optional;

/** Opens stores that are named {@code postgresql://…}. */
public final class PostgresStoreProvider implements StoreProvider {
    @Override
    public List<String> schemes() {
        return List.of("postgresql", "postgres");
    }

    @Override
    public Store open(String location, KeyRules rules) {
        return PostgresStore.open(parse(location), rules);
    }

    @Override
    public StoreTables tables(String location) {
        return new PostgresTables(parse(location));
    }

    private static PostgresLocation parse(String location) {
        return PostgresLocation.parse(location, name -> Optional.ofNullable(System.getenv(name)));
    }
}
