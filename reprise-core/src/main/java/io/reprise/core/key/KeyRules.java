package io.reprise.core.key;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;

/** What is left out, replaced or rounded before two requests are compared, and the one place that computes keys. Immutable. */
public final class KeyRules {
    /** Nothing is forgiven but what JSON itself calls equal. */
    public static final KeyRules NONE = new KeyRules();

    private KeyRules() {}

    /** What identifies {@code request} when {@code test} asks it. */
    public Question question(Request request, TestId test) {
        throw new UnsupportedOperationException();
    }

    /** The text whose SHA-256 is the key of {@code request} without a test id, as docs/key.md specifies it. */
    public String canonical(Request request) {
        throw new UnsupportedOperationException();
    }
}
