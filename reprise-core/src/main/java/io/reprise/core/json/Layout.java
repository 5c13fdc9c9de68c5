package io.reprise.core.json;

/** White space that a writer puts between the tokens of a value. Strings are always written with the fewest escapes. */
public enum Layout {
    /** None: {@code {"a":[1,2]}}. */
    COMPACT,
    /** Like Python's {@code json.dumps}: {@code {"a": [1, 2]}}. */
    SPACED,
    /**
     * One line for each member and item, two spaces per level, like JavaScript's
     * {@code JSON.stringify(value, null, 2)}.
     */
    INDENTED
}
