package io.reprise.core.content;

/** Says within this package why a body cannot be decoded. */
final class DecodingException extends Exception {
    private static final long serialVersionUID = 1;

    DecodingException(String reason) {
        super(reason);
    }

    DecodingException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
