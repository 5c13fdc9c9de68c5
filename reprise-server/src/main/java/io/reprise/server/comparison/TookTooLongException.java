package io.reprise.server.comparison;

/** A comparison was given up, since it takes longer than anybody waits. The message says what to do. */
public final class TookTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TookTooLongException(String message) {
        super(message, null, false, false);
    }
}
