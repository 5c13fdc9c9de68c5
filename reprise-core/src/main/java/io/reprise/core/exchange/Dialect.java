package io.reprise.core.exchange;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a chunk is spelled beyond what it says, such as its line ends: properties that its format defines. A property that
 * is absent has its usual value.
 */
public record Dialect(Map<String, String> properties) {
    /** The simplest spelling of a format. */
    public static final Dialect USUAL = new Dialect(Map.of());

    public Dialect {
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    public boolean isUsual() {
        return properties.isEmpty();
    }

    /** The value of a property, or {@code usual} if it is absent. */
    public String get(String name, String usual) {
        return properties.getOrDefault(name, usual);
    }
}
