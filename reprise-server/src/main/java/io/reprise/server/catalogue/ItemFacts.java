package io.reprise.server.catalogue;

import io.reprise.core.filter.Facts;
import io.reprise.core.filter.FilterName;
import io.reprise.core.filter.Trait;
import io.reprise.core.store.RecordingFacts;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.server.outcome.UsedRecordings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A recording of the catalogue, as filters see it.
 *
 * @param texts of its bodies, read where a filter looks into them
 */
record ItemFacts(Item item, Supplier<Stream<String>> texts, UsedRecordings used) implements Facts {
    /** Whose bodies are read from the store. */
    static ItemFacts of(Item item, Store store, UsedRecordings used) {
        return new ItemFacts(item, () -> texts(store, item.location()), used);
    }

    private static Stream<String> texts(Store store, String location) {
        try {
            return store.at(location).stream().flatMap(entry -> new RecordingFacts(entry).bodies());
        } catch (StoreException vanished) {
            return Stream.empty();
        }
    }

    @Override
    public List<String> words() {
        return List.of(
                item.location(),
                item.test().name(),
                item.summary().identity().key().hex(),
                item.summary().identity().upstream(),
                item.summary().asked().method(),
                item.summary().asked().path(),
                item.summary().asked().model(),
                item.summary().asked().title(),
                item.summary().answered().beginning());
    }

    @Override
    public List<String> values(FilterName name) {
        return switch (name) {
            case MODEL -> known(item.summary().asked().model());
            case TEST -> List.of(item.test().name());
            case FAMILY -> List.of(item.nature().family());
            case UPSTREAM -> known(item.summary().identity().upstream());
            case TOOL -> item.nature().tools();
            case KEY -> List.of(item.summary().identity().key().hex());
            case PATH -> List.of(item.summary().asked().path());
            default -> List.of();
        };
    }

    private static List<String> known(String value) {
        return value.isEmpty() ? List.of() : List.of(value);
    }

    @Override
    public OptionalInt status() {
        return OptionalInt.of(item.summary().answered().status());
    }

    @Override
    public boolean is(Trait trait) {
        return switch (trait) {
            case STREAM -> item.nature().isStream();
            case ERROR -> item.nature().isError();
            case UNUSED -> used.isUnused(item.test(), item.location());
            case BROKEN -> false;
        };
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.of(item.summary().answered().bytes());
    }

    @Override
    public OptionalLong milliseconds() {
        return item.nature().milliseconds() < 0
                ? OptionalLong.empty()
                : OptionalLong.of(item.nature().milliseconds());
    }

    @Override
    public Optional<Instant> at() {
        return item.at();
    }

    @Override
    public Stream<String> bodies() {
        return texts.get();
    }
}
