package io.reprise.core.store;

/** Ends a walk through a store from within: what its visitor throws when it has seen enough. Says nothing to people. */
public final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EnoughException() {
        super("enough", null, false, false);
    }
}
