package io.reprise.server.memory;

/** What is in a file instead of in memory cannot be read any more. */
public final class SpillException extends RuntimeException {
    public SpillException(String message, Throwable cause) {
        super(message, cause);
    }
}
