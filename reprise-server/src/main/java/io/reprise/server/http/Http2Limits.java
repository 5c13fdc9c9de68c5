package io.reprise.server.http;

import io.reprise.core.exchange.Headers;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;

/** What a client may do with HTTP/2, so that the limits are those of HTTP/1.1, and a flood of frames ends the connection. */
public final class Http2Limits {
    /** Requests of one connection at the same time. */
    private static final int STREAMS = 1_000;

    /** Streams that one connection may reset within half a minute. */
    private static final int RESETS = 2_000;

    /** Up to so many times the limit a header is read, so that it can be refused in the words of its API family. */
    private static final int READABLE = 4;

    /** Between name and value, in HTTP/1.1. */
    private static final int SEPARATOR = 2;

    private Http2Limits() {}

    /** Puts the limits into the options of a server. */
    public static HttpServerOptions putInto(HttpServerOptions options, Limits limits) {
        return options.setInitialSettings(new Http2Settings()
                        .setMaxHeaderListSize((long) READABLE * limits.requestHead())
                        .setMaxConcurrentStreams(STREAMS))
                .setHttp2RstFloodMaxRstFramePerWindow(RESETS);
    }

    /** Whether a header is longer than HTTP/1.1 would let it be, with its separators. */
    static boolean isTooLong(Headers headers, Limits limits) {
        return headers.length() + (long) SEPARATOR * headers.fields().size() > limits.requestHead();
    }
}
