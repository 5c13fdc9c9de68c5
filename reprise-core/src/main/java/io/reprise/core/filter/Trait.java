package io.reprise.core.filter;

import java.util.Locale;

/** What {@code is:} asks for. */
public enum Trait {
    /** An answer that came in chunks. */
    STREAM,
    /** A recording that cannot be read. */
    BROKEN,
    /** A recording that no request used, of a test that ran. */
    UNUSED,
    /** An answer that tells of an error: its status, or the one that its stream names, is 400 or more. */
    ERROR;

    /** As it is written after {@code is:}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
