package io.reprise.formats.llamastack.response;

/** A file has no answer that an API could have given. The message says why. */
public final class NoAnswerException extends RuntimeException {
    public NoAnswerException(String message) {
        super(message);
    }
}
