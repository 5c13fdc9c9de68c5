package io.reprise.formats.curl;

/** A script is not exactly one known curl call. The message says why. */
final class CurlSyntaxException extends RuntimeException {
    CurlSyntaxException(String message) {
        super(message);
    }
}
