package io.reprise.server.catalogue;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.Store;
import io.reprise.core.store.housekeeping.GitUndo;
import java.util.ArrayList;
import java.util.List;

/** Deletes recordings, and says how they come back. */
final class Deletion {
    private final Store store;
    private final List<Json> locations = new ArrayList<>();
    private final List<String> files = new ArrayList<>();

    Deletion(Store store) {
        this.store = store;
    }

    void remove(Store.Item item) {
        store.remove(item);
        locations.add(new Json.JsonString(item.location()));
        files.add(item.location());
        if (item instanceof Store.Entry entry) {
            files.addAll(entry.bodyLocations());
        }
    }

    Json toJson() {
        return new JsonObjectBuilder()
                .with("deleted", locations)
                .withOrNull(
                        "undo",
                        store.directory()
                                .flatMap(directory -> GitUndo.of(directory.toAbsolutePath(), files))
                                .orElse(""))
                .done();
    }
}
