package io.reprise.core.store;

import io.reprise.core.key.KeyRules;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest extends StoreContract {
    @TempDir
    Path directory;

    @Override
    protected Store open() {
        return new DirectoryStore(directory.resolve("recordings"), KeyRules.NONE);
    }
}
