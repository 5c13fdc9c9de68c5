package io.reprise.server.comparison;

import io.reprise.core.key.Key;
import io.reprise.core.key.KeyPrefix;
import io.reprise.core.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a recording is called: its location, or the beginning of its key.
 *
 * @param step called for each recording that is read
 */
record RecordingName(Store store, Runnable step) {
    private static final int MOST_NAMED = 5;

    private record Named(String location, Key key, int occurrence) {}

    /**
     * The location that is meant; the first answer, where a question has several. The name itself if no key begins so.
     *
     * @throws IllegalArgumentException if keys of several questions begin so
     */
    String location(String name) {
        Optional<KeyPrefix> known = KeyPrefix.of(name);
        if (known.isEmpty() || store.at(name).isPresent()) {
            return name;
        }
        KeyPrefix prefix = known.get();
        List<Named> named = find(prefix, prefix::mayBeIn);
        List<Named> found = named.isEmpty() ? find(prefix, any -> true) : named;
        if (found.stream().map(Named::key).distinct().count() > 1) {
            throw new IllegalArgumentException("'" + name + "' stands for several recordings: "
                    + found.stream()
                            .map(Named::location)
                            .sorted()
                            .limit(MOST_NAMED)
                            .toList());
        }
        return found.stream()
                .min(Comparator.comparingInt(Named::occurrence).thenComparing(Named::location))
                .map(Named::location)
                .orElse(name);
    }

    private List<Named> find(KeyPrefix prefix, Predicate<String> isWanted) {
        List<Named> found = new ArrayList<>();
        store.forEach(
                isWanted,
                entry -> {
                    step.run();
                    Key key = entry.question().key();
                    if (prefix.fits(key)) {
                        found.add(new Named(
                                entry.location(), key, entry.recording().occurrence()));
                    }
                    entry.release();
                },
                broken -> {});
        return found;
    }
}
