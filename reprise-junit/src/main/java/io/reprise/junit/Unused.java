package io.reprise.junit;

/** What happens to recordings that a run has not used. */
enum Unused {
    IGNORED,
    LISTED,
    /** Only where each request of the run was replayed or recorded. */
    DELETED
}
