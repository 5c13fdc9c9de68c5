package io.reprise.server.mcp.tool;

import io.reprise.core.filter.Facts;
import io.reprise.core.filter.FilterName;
import io.reprise.core.filter.Trait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A miss, as filters see it. */
record MissFacts(ToldMisses.Told told) implements Facts {
    @Override
    public List<String> words() {
        return List.of(told.line(), told.cause(), told.miss().text("nearest", "location"));
    }

    @Override
    public List<String> values(FilterName name) {
        return switch (name) {
            case MODEL -> known("model");
            case TEST -> List.of(told.test());
            case KEY -> known("key");
            case PATH -> known("path");
            case UPSTREAM -> known("upstream");
            default -> List.of();
        };
    }

    private List<String> known(String member) {
        return Stream.of(told.miss().text(member))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    @Override
    public OptionalInt status() {
        return OptionalInt.empty();
    }

    @Override
    public boolean is(Trait trait) {
        return false;
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong milliseconds() {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Instant> at() {
        return Optional.empty();
    }

    @Override
    public Stream<String> bodies() {
        return Stream.empty();
    }
}
