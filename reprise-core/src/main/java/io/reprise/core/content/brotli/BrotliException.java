package io.reprise.core.content.brotli;

/** Says that bytes are not Brotli. */
public final class BrotliException extends Exception {
    private static final long serialVersionUID = 1;

    BrotliException(String reason) {
        super(reason);
    }
}
