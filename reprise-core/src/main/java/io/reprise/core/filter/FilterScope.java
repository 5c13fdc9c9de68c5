package io.reprise.core.filter;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which names a filter of one kind of list may have; others would select nothing there.
 *
 * @param rows what the list has, in the plural, for messages
 * @param traits what {@code is:} may ask for
 */
public record FilterScope(String rows, Set<FilterName> names, Set<Trait> traits) {
    /** Recordings of a store. Whether one is unused is not known without a server. */
    public static final FilterScope RECORDINGS = new FilterScope(
            "recordings",
            EnumSet.complementOf(EnumSet.of(FilterName.OUTCOME)),
            EnumSet.of(Trait.STREAM, Trait.BROKEN, Trait.ERROR));

    /** Requests that a server answered. */
    public static final FilterScope REQUESTS = new FilterScope(
            "requests",
            EnumSet.complementOf(EnumSet.of(FilterName.TOOL, FilterName.LARGER_THAN, FilterName.TEXT)),
            EnumSet.of(Trait.STREAM, Trait.ERROR));

    public FilterScope {
        names = Set.copyOf(names);
        traits = Set.copyOf(traits);
    }

    /** The same with more traits. */
    public FilterScope with(Trait more) {
        EnumSet<Trait> all = EnumSet.of(more);
        all.addAll(traits);
        return new FilterScope(rows, names, all);
    }

    /** The names, as they are written, in the order of {@link FilterName}. */
    String listed() {
        return Arrays.stream(FilterName.values())
                .filter(names::contains)
                .map(name -> name.label() + ":")
                .collect(Collectors.joining(", "));
    }

    String listedTraits() {
        return Arrays.stream(Trait.values())
                .filter(traits::contains)
                .map(Trait::label)
                .collect(Collectors.joining(", "));
    }
}
