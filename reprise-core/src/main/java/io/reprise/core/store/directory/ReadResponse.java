package io.reprise.core.store.directory;

import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A response with the values of its file, until they are released. Safe for use by several threads. */
final class ReadResponse {
    private final Response response;
    private final Optional<LargeAnswer> large;
    private volatile @Nullable ParsedResponse parsed;

    /** One of whose values nothing is known. */
    ReadResponse(Response response) {
        this(response, Optional.empty());
    }

    ReadResponse(ParsedResponse parsed) {
        this(parsed.response());
        this.parsed = parsed;
    }

    private ReadResponse(Response response, Optional<LargeAnswer> large) {
        this.response = response;
        this.large = large;
    }

    /** One that has only the first and the last of the chunks. */
    static ReadResponse of(Response excerpt, LargeAnswer all) {
        return new ReadResponse(excerpt, Optional.of(all));
    }

    Optional<LargeAnswer> large() {
        return large;
    }

    ParsedResponse parsed() {
        ParsedResponse known = parsed;
        return known == null ? new ParsedResponse(response) : known;
    }

    void release() {
        parsed = null;
    }
}
