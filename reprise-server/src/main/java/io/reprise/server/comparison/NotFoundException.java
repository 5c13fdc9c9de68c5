package io.reprise.server.comparison;

/** What is to be compared does not exist. The message says how to find what does. */
public final class NotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotFoundException(String message) {
        super(message, null, false, false);
    }
}
