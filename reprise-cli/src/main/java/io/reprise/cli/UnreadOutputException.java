package io.reprise.cli;

/** Nobody reads standard output any longer, so that the command need not go on. */
final class UnreadOutputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadOutputException() {
        super("standard output was closed");
    }
}
