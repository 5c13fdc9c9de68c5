package io.reprise.core.store.housekeeping;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A file that {@link StorePrune} deletes, or would delete.
 *
 * @param location within the store
 * @param test empty if the file is no recording
 * @param bodies locations of the files that go with it, unless another recording names them
 * @param bytes of the file, with those of its bodies
 * @param because the reason in words
 */
public record PruneStep(
        String location, List<String> bodies, Reason reason, Optional<TestId> test, long bytes, String because) {
    public PruneStep {
        bodies = List.copyOf(bodies);
    }

    /** Why a file is deleted. */
    public enum Reason {
        /** The last runs of its test did not use it. */
        UNUSED,
        /** No recording names it. */
        ORPHANED,
        /** Without it, the same answer comes. */
        DUPLICATE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Json toJson() {
        return new JsonObjectBuilder()
                .with("location", location)
                .with("reason", reason.label())
                .with(
                        "test",
                        test.<Json>map(id -> new Json.JsonString(id.name())).orElse(Json.NULL))
                .with("bytes", bytes)
                .with("because", because)
                .done();
    }
}
