package io.reprise.core.content.brotli;

/** Says that a step needs bits that have not arrived. It is thrown once for each piece, and so has no stack trace. */
final class Underflow extends Exception {
    private static final long serialVersionUID = 1;

    Underflow() {
        super("more bits are needed", null, false, false);
    }
}
