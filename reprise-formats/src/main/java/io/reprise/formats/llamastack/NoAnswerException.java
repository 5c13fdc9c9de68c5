package io.reprise.formats.llamastack;

/** A file has no answer that an API could have given. The message says why. */
final class NoAnswerException extends RuntimeException {
    NoAnswerException(String message) {
        super(message);
    }
}
