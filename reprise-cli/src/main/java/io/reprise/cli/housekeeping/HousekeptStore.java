package io.reprise.cli.housekeeping;

import io.reprise.cli.argument.StoreFlags;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DocumentFiles;
import io.reprise.core.store.directory.RecordingFiles;
import io.reprise.core.store.directory.StoredFiles;
import io.reprise.server.reading.SharedReading;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A store that is kept in order: a directory, or a database.
 *
 * @param directory that has the files; empty for a database
 * @param count of the recordings, found out without reading them
 */
record HousekeptStore(Optional<Path> directory, StoredFiles files, LongSupplier count, Optional<Store> store)
        implements AutoCloseable {
    /** @throws io.reprise.core.store.StoreException if it does not exist */
    static HousekeptStore of(RecordingsLocation location, Configuration configuration) {
        if (location.isDirectory()) {
            Path directory = location.existingDirectory();
            return new HousekeptStore(
                    Optional.of(directory),
                    new RecordingFiles(
                            directory.toAbsolutePath().normalize(),
                            configuration.rules(),
                            configuration.memory().limit() / 2),
                    () -> StoreFlags.recordings(directory),
                    Optional.empty());
        }
        Store store = location.open(warning -> {});
        Documents documents = store.documents()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + location + "' is not a directory, and this command needs one"));
        return new HousekeptStore(
                Optional.empty(),
                new DocumentFiles(store, documents, configuration.rules()),
                new SharedReading(store)::count,
                Optional.of(store));
    }

    @Override
    public void close() {
        store.ifPresent(Store::close);
    }
}
