package io.reprise.core.stream;

import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.PlainChunk;
import java.util.Set;

/** What the dialects of a format may say. */
final class DialectRules {
    private DialectRules() {}

    /** @throws IllegalArgumentException if the dialect has another property than these */
    static void onlyHas(Dialect dialect, String format, Set<String> properties) {
        for (String name : dialect.properties().keySet()) {
            if (!properties.contains(name)) {
                throw new IllegalArgumentException("'" + format + "' has no dialect with '" + name + "'");
            }
        }
    }

    /** @throws IllegalArgumentException if the chunk says what this format cannot say */
    static void hasNoFields(PlainChunk plain, String format) {
        if (!plain.fields().isEmpty() || plain.event().isPresent()) {
            throw new IllegalArgumentException("'" + format + "' has neither events nor fields");
        }
    }

    /** @throws IllegalArgumentException if the property has none of these values */
    static String oneOf(Dialect dialect, String property, String usual, Set<String> values) {
        String value = dialect.get(property, usual);
        if (!values.contains(value)) {
            throw new IllegalArgumentException("'" + value + "' is no '" + property + "'");
        }
        return value;
    }
}
