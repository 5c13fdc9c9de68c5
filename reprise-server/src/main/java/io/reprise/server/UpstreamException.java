package io.reprise.server;

/** An upstream could not be asked, or gave no answer. The message says which, why and what to do next. */
final class UpstreamException extends RuntimeException {
    UpstreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
