package io.reprise.core.pattern;

/** A regular expression could not be looked for in a text within its limits. The message says what to do, never what the text holds. */
public final class PatternLimitException extends IllegalArgumentException {
    PatternLimitException(String message) {
        super(message);
    }
}
