package io.reprise.core.plan;

/** How many upstream calls identical requests are that arrive at the same time. */
public enum Sharing {
    /** One: all get its answer. */
    ONE_CALL,
    /** One for each request. */
    CALL_EACH
}
