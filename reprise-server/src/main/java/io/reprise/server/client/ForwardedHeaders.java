package io.reprise.server.client;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import java.util.Set;

/** The header fields with which an upstream is asked. */
final class ForwardedHeaders {
    /**
     * They are made again for the upstream, or are settled with the client already: {@code origin} is between a browser and this server,
     * which lets its page read the answer.
     */
    private static final Set<String> OF_CLIENT = Set.of("host", "content-length", "expect", "origin");

    /** With them, an upstream may answer that the client has the rest already (RFC 9110, 13.1), and only part of an answer would be kept. */
    private static final Set<String> CONDITIONS =
            Set.of("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range");

    /** They mean nothing where a request changes something (RFC 9110, 13.1.3 and 13.1.5); the other conditions protect what is there. */
    private static final Set<String> CONDITIONS_OF_READING = Set.of("if-modified-since", "if-range");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private static final String MAX_FORWARDS = "max-forwards";

    /** With them, a client asks who is on the way (RFC 9110, 7.6.2). */
    private static final Set<String> COUNTED = Set.of("OPTIONS", "TRACE");

    private ForwardedHeaders() {}

    /**
     * The fields of a request, and those of its upstream in the place of the client's own.
     *
     * @param isKept whether the answer is to be kept: then it must be whole, and without a content coding
     */
    static Headers of(Request request, Headers ofUpstream, boolean isKept) {
        Set<String> conditions = READING.contains(request.method()) ? CONDITIONS : CONDITIONS_OF_READING;
        Headers headers = request.headers()
                .filter(field -> !OF_CLIENT.contains(field.name()))
                .filter(field -> !isKept || !conditions.contains(field.name()));
        if (COUNTED.contains(request.method())) {
            headers = oneForwardLess(headers);
        }
        if (isKept) {
            headers = headers.without("accept-encoding").plus("accept-encoding", "identity");
        }
        for (Headers.Field field : ofUpstream.fields()) {
            headers = headers.without(field.name());
        }
        for (Headers.Field field : ofUpstream.fields()) {
            headers = headers.plus(field.name(), field.value());
        }
        return headers;
    }

    private static Headers oneForwardLess(Headers headers) {
        String left = headers.first(MAX_FORWARDS).orElse("").strip();
        return left.matches("[1-9][0-9]{0,8}")
                ? headers.without(MAX_FORWARDS).plus(MAX_FORWARDS, String.valueOf(Integer.parseInt(left) - 1))
                : headers;
    }
}
