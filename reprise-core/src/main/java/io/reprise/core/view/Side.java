package io.reprise.core.view;

import java.util.Locale;

/** Which side of an exchange a message is of. */
public enum Side {
    ASKED,
    ANSWERED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
