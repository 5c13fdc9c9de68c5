package io.reprise.core.json;

/** White space that a writer puts between the tokens of a value. Strings are always written with the fewest escapes. */
public enum Layout {
    /** None: {@code {"a":[1,2]}}. */
    COMPACT,
    /** As Python's {@code json.dumps}: {@code {"a": [1, 2]}}. */
    SPACED,
    /** A line per member and item, two spaces per level, as JavaScript's {@code JSON.stringify(value, null, 2)}. */
    INDENTED
}
