package io.reprise.core.json;

/** A text is not JSON. The message says what is wrong and at which line and column, and has at most one character of the text. */
public final class JsonSyntaxException extends RuntimeException {
    public JsonSyntaxException(String message) {
        super(message);
    }
}
