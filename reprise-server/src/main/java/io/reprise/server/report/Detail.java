package io.reprise.server.report;

/** How much the log says. */
public enum Detail {
    NOTHING,
    /** A line per request. */
    REQUESTS,
    /** Also what explains each decision. */
    DECISIONS
}
