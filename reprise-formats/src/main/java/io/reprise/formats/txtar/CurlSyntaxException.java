package io.reprise.formats.txtar;

/** A script is not one curl call that can be understood. The message says what is in the way. */
final class CurlSyntaxException extends RuntimeException {
    CurlSyntaxException(String message) {
        super(message);
    }
}
