package io.reprise.server.request;

import io.reprise.core.exchange.Bytes;
import org.jspecify.annotations.Nullable;

/** Answers requests that have been read and may ask. */
public interface RequestHandler {
    /** Called on the event loop, inside of the scope. */
    void handle(IncomingRequest request, RequestScope scope);

    /** A body of so many bytes that came before and is still in memory, and may be the same as one that arrives; null for none. */
    default @Nullable Bytes formerBody(long size) {
        return null;
    }
}
