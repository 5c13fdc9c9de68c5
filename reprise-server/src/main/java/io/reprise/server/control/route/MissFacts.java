package io.reprise.server.control.route;

import io.reprise.core.filter.Facts;
import io.reprise.core.filter.FilterName;
import io.reprise.core.filter.FilterScope;
import io.reprise.core.json.Json;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A miss, as filters see it. */
record MissFacts(Json miss) implements Facts {
    /** A request without a recording has no answer of which anything could be said. */
    static final FilterScope SCOPE = new FilterScope(
            "misses",
            EnumSet.of(
                    FilterName.MODEL,
                    FilterName.TEST,
                    FilterName.UPSTREAM,
                    FilterName.KEY,
                    FilterName.PATH,
                    FilterName.SINCE),
            Set.of());

    private String text(String name) {
        return miss.get(name).flatMap(Json::string).orElse("");
    }

    @Override
    public List<String> words() {
        return List.of(
                text("method"),
                text("path"),
                text("model"),
                text("test"),
                text("key"),
                text("reason"),
                text("message"));
    }

    @Override
    public List<String> values(FilterName name) {
        return switch (name) {
            case MODEL -> known("model");
            case TEST -> List.of(text("test"));
            case UPSTREAM -> known("upstream");
            case KEY -> known("key");
            case PATH -> known("path");
            default -> List.of();
        };
    }

    private List<String> known(String name) {
        return text(name).isEmpty() ? List.of() : List.of(text(name));
    }

    @Override
    public Optional<Instant> at() {
        return Optional.of(Instant.parse(text("at")));
    }
}
