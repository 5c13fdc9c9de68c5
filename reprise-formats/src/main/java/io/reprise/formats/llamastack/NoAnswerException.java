package io.reprise.formats.llamastack;

/** A file holds a request, but no answer that an API could have given to it. The message says why. */
final class NoAnswerException extends RuntimeException {
    NoAnswerException(String message) {
        super(message);
    }
}
