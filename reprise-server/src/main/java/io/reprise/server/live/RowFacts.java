package io.reprise.server.live;

import io.reprise.core.filter.Facts;
import io.reprise.core.filter.FilterName;
import io.reprise.core.filter.Trait;
import io.reprise.core.key.Key;
import io.reprise.server.report.RequestRing.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A request, as filters see it. */
record RowFacts(Row row) implements Facts {
    @Override
    public List<String> words() {
        return List.of(
                row.answered().verb().label(),
                row.asked().method(),
                row.asked().path(),
                row.asked().model(),
                row.asked().title(),
                row.asked().test(),
                row.asked().key().map(Key::hex).orElse(""),
                row.answered().fault(),
                row.answered().note(),
                row.location());
    }

    @Override
    public List<String> values(FilterName name) {
        return switch (name) {
            case OUTCOME -> List.of(row.answered().verb().label());
            case MODEL -> known(row.asked().model());
            case TEST -> List.of(row.asked().test());
            case FAMILY -> known(row.asked().family());
            case UPSTREAM -> known(row.asked().upstream());
            case KEY -> row.asked().key().map(Key::hex).stream().toList();
            case PATH -> known(row.asked().path());
            default -> List.of();
        };
    }

    private static List<String> known(String value) {
        return value.isEmpty() ? List.of() : List.of(value);
    }

    @Override
    public OptionalInt status() {
        return row.answered().status() == 0
                ? OptionalInt.empty()
                : OptionalInt.of(row.answered().status());
    }

    /** What came in one chunk may have been a stream all the same; it is not known any more. */
    @Override
    public boolean is(Trait trait) {
        return switch (trait) {
            case STREAM -> row.answered().chunks() > 1;
            case ERROR -> row.answered().status() >= 400;
            case BROKEN, UNUSED -> false;
        };
    }

    @Override
    public OptionalLong milliseconds() {
        return OptionalLong.of(row.answered().nanos() / 1_000_000);
    }

    @Override
    public Optional<Instant> at() {
        return Optional.of(Instant.ofEpochMilli(row.at()));
    }
}
