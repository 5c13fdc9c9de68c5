package io.reprise.core.store;

import io.reprise.core.filter.Facts;
import io.reprise.core.filter.Filter;
import io.reprise.core.filter.FilterName;
import io.reprise.core.filter.Trait;
import java.time.Instant;
import java.util.List;

/**
 * A recording that cannot be read, as filters see it: nothing is known but where it is, and why.
 *
 * @param location may be empty
 */
public record BrokenFacts(String location, String error) implements Facts {
    /** The same words of a recording of which no more is known. */
    private record OfWords(List<String> words) implements Facts {
        @Override
        public List<String> values(FilterName name) {
            return List.of();
        }
    }

    public static BrokenFacts of(StoreException broken) {
        return new BrokenFacts(
                broken.unreadable().map(StoreException.Unreadable::location).orElse(""),
                String.valueOf(broken.getMessage()));
    }

    /** Whether a filter selects it because it is broken, as {@code is:broken} does, and {@code -model:x} does not. */
    public boolean isAskedFor(Filter filter, Instant now) {
        return filter.accepts(this, now) && !filter.accepts(new OfWords(words()), now);
    }

    @Override
    public List<String> words() {
        return List.of(location, error);
    }

    @Override
    public List<String> values(FilterName name) {
        return List.of();
    }

    @Override
    public boolean is(Trait trait) {
        return trait == Trait.BROKEN;
    }
}
