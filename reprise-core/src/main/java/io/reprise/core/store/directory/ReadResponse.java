package io.reprise.core.store.directory;

import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedResponse;
import org.jspecify.annotations.Nullable;

/** A response with the values of its file, until they are released. Safe for use by several threads. */
final class ReadResponse {
    private final Response response;
    private volatile @Nullable ParsedResponse parsed;

    /** One of whose values nothing is known. */
    ReadResponse(Response response) {
        this.response = response;
    }

    ReadResponse(ParsedResponse parsed) {
        this(parsed.response());
        this.parsed = parsed;
    }

    ParsedResponse parsed() {
        ParsedResponse known = parsed;
        return known == null ? new ParsedResponse(response) : known;
    }

    void release() {
        parsed = null;
    }
}
