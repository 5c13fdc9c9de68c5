package io.reprise.core.store;

import org.jspecify.annotations.Nullable;

/** A recording could not be read or kept. The message says what, where and what to do next. */
public final class StoreException extends RuntimeException {
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
