package io.reprise.formats;

import org.jspecify.annotations.Nullable;

/** Another tool's recordings could not be read or written. The message says what, where and what to do next. */
public final class FormatException extends RuntimeException {
    public FormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
