package io.reprise.server.http;

import io.reprise.core.exchange.Headers;
import java.util.Optional;

/** The header fields of a request that are about how its body is sent. */
final class BodyFields {
    private BodyFields() {}

    /** Why the body cannot be read. */
    static Optional<RefusedRequest> refusal(Headers headers) {
        boolean isCoded = headers.fields().stream()
                .anyMatch(field -> field.name().equals("transfer-encoding")
                        && !field.value().strip().equalsIgnoreCase("chunked"));
        if (isCoded) {
            return Optional.of(new RefusedRequest(
                    501,
                    "bodies are read in the transfer coding 'chunked' only (RFC 9112, 6.1); use Content-Encoding"));
        }
        return headers.first("expect")
                .filter(expected -> !expected.strip().equalsIgnoreCase("100-continue"))
                .map(unknown -> new RefusedRequest(
                        417, "what this request expects is not known here; '100-continue' is (RFC 9110, 10.1.1)"));
    }

    /** In bytes; 0 if there is none. */
    static long declaredLength(Headers headers) {
        try {
            return headers.first("content-length").map(Long::parseLong).orElse(0L);
        } catch (NumberFormatException impossible) {
            return 0;
        }
    }
}
