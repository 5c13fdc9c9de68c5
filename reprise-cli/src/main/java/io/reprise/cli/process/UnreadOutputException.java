package io.reprise.cli.process;

/** Nobody reads standard output any longer, so that the command need not go on. */
public final class UnreadOutputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadOutputException() {
        super("standard output was closed");
    }
}
