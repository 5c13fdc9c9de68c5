package io.reprise.config;

import io.reprise.core.exchange.TestId;
import io.reprise.core.store.EnoughException;
import io.reprise.core.store.Store;
import io.reprise.server.outcome.UsedRecordings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Recordings of the tests that ran, which no request used.
 *
 * @param locations sorted
 * @param isAll false if there are more
 */
public record UnusedRecordings(List<String> locations, boolean isAll) {
    public static final UnusedRecordings NONE = new UnusedRecordings(List.of(), true);

    public UnusedRecordings {
        locations = List.copyOf(locations);
    }

    /** Reads no recordings but those that may be unused, and stops after {@code most}. Blocks. */
    static UnusedRecordings find(Store store, UsedRecordings used, int most) {
        Set<TestId> tests = used.tests();
        if (tests.isEmpty()) {
            return NONE;
        }
        Set<String> known = new HashSet<>();
        used.runs().values().forEach(run -> known.addAll(run.used()));
        List<String> locations = new ArrayList<>();
        boolean isAll = true;
        try {
            store.forEachOf(
                    tests,
                    location -> !known.contains(location),
                    entry -> add(entry, used, locations, most),
                    broken -> {});
        } catch (EnoughException enough) {
            isAll = false;
        }
        Collections.sort(locations);
        return new UnusedRecordings(locations, isAll);
    }

    private static void add(Store.Entry entry, UsedRecordings used, List<String> locations, int most) {
        if (used.isUnused(entry.recording().test(), entry.location())) {
            if (locations.size() == most) {
                throw new EnoughException();
            }
            locations.add(entry.location());
        }
    }
}
