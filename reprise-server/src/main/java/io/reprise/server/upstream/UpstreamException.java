package io.reprise.server.upstream;

import org.jspecify.annotations.Nullable;

/** An upstream could not be asked, or gave no answer. The message says which, why and what to do next. */
public final class UpstreamException extends RuntimeException {
    UpstreamException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
