package io.reprise.server.mcp.miss;

import io.reprise.core.filter.Facts;
import io.reprise.core.filter.FilterName;
import java.util.List;
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
}
