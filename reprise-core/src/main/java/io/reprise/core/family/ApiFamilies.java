package io.reprise.core.family;

import io.reprise.core.exchange.Request;
import java.util.List;

/** All API families that are known, the most specific first. */
public final class ApiFamilies {
    private static final List<ApiFamily> ALL = List.of();

    private ApiFamilies() {}

    /** The family of the request; generic HTTP where no other covers it. */
    public static ApiFamily of(Request request) {
        throw new UnsupportedOperationException(request.path());
    }
}
