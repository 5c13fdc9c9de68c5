package io.reprise.server.control;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.price.PriceTable;
import io.reprise.core.store.RecordingSummary;
import io.reprise.core.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The recordings of a store, with what a person wants to know of each. */
public final class RecordingListing {
    private final Store store;
    private final PriceTable prices;

    public RecordingListing(Store store, PriceTable prices) {
        this.store = store;
        this.prices = prices;
    }

    /** The first recordings that the store gives, of one test or of all. Blocks. */
    Json first(int limit, Optional<TestId> test) {
        List<Json> listed = new ArrayList<>();
        try {
            store.forEach(
                    entry -> {
                        if (listed.size() >= limit) {
                            throw new Enough();
                        }
                        if (test.isEmpty()
                                || test.get().equals(entry.recording().test())) {
                            listed.add(RecordingSummary.of(entry, prices).toJson());
                        }
                    },
                    broken -> listed.add(new JsonObjectBuilder()
                            .with("error", String.valueOf(broken.getMessage()))
                            .done()));
        } catch (Enough enough) {
            return new JsonObjectBuilder()
                    .with("recordings", new Json.JsonArray(listed))
                    .with("more", Json.TRUE)
                    .done();
        }
        return new JsonObjectBuilder()
                .with("recordings", new Json.JsonArray(listed))
                .done();
    }

    /** Ends a walk through the store. */
    private static final class Enough extends RuntimeException {
        Enough() {
            super("enough", null, false, false);
        }
    }
}
