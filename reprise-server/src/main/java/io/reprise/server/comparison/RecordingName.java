package io.reprise.server.comparison;

import io.reprise.core.key.Key;
import io.reprise.core.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a recording is called: its location, or the beginning of its key.
 *
 * @param step called for each recording that is read
 */
record RecordingName(Store store, Runnable step) {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{1,64}");

    /** So many digits of the key are in the name of a file. */
    private static final int DIGITS_IN_NAME = 12;

    private static final int MOST_NAMED = 5;

    private record Named(String location, Key key, int occurrence) {}

    /**
     * The location that is meant; the first answer, where a question has several. The name itself if no key begins so.
     *
     * @throws IllegalArgumentException if keys of several questions begin so
     */
    String location(String name) {
        String prefix = name.toLowerCase(Locale.ROOT);
        if (!KEY.matcher(prefix).matches() || store.at(name).isPresent()) {
            return name;
        }
        String inName = prefix.substring(0, Math.min(DIGITS_IN_NAME, prefix.length()));
        List<Named> named = find(prefix, location -> location.contains(inName));
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

    private List<Named> find(String prefix, Predicate<String> isWanted) {
        List<Named> found = new ArrayList<>();
        store.forEach(
                isWanted,
                entry -> {
                    step.run();
                    Key key = entry.question().key();
                    if (key.hex().startsWith(prefix)) {
                        found.add(new Named(
                                entry.location(), key, entry.recording().occurrence()));
                    }
                    entry.release();
                },
                broken -> {});
        return found;
    }
}
