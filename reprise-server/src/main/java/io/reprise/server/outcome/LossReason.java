package io.reprise.server.outcome;

import java.util.Locale;

/** Why an answer is not in the store that should be there. */
public enum LossReason {
    /** It has, or seems to have, a credential. */
    CREDENTIAL,
    /** Its body cannot be decoded or searched. */
    UNREADABLE,
    /** The store could not write it. */
    STORE,
    /** It is larger than recordings may be, or than memory and disk have room for. */
    TOO_LARGE,
    /** Its clients had left, and it took too long after that. */
    TOO_SLOW,
    /** The server stopped before its end. */
    STOPPED,
    /** A fault of this program. */
    UNEXPECTED;

    /** As it is written in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
