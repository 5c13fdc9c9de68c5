package io.reprise.server.http;

import io.reprise.core.exchange.Headers;
import io.reprise.server.connection.RefusedRequest;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header fields of a request that are about how its body is sent. */
final class BodyFields {
    private static final String CHUNKED = "chunked";
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private BodyFields() {}

    /** Why the body cannot be read. */
    static Optional<RefusedRequest> refusal(Headers headers) {
        boolean isCoded = headers.fields().stream()
                .anyMatch(field -> field.name().equals("transfer-encoding")
                        && !field.value().strip().equalsIgnoreCase(CHUNKED));
        if (isCoded) {
            return Optional.of(new RefusedRequest(
                    501,
                    "bodies are read in the transfer coding 'chunked' only (RFC 9112, 6.1); use Content-Encoding"));
        }
        return headers.first("expect")
                .filter(expected -> !expected.strip().equalsIgnoreCase("100-continue"))
                .map(unknown -> new RefusedRequest(
                        417, "the value of Expect is not supported; '100-continue' is (RFC 9110, 10.1.1)"));
    }

    /** Why HTTP does not allow the header of a request, as far as it can be seen from its fields. */
    static String invalid(MultiMap fields) {
        List<String> lengths = fields.getAll("content-length");
        List<String> codings = fields.getAll("transfer-encoding");
        String rule = "a header of this request is not one that HTTP allows";
        if (!lengths.isEmpty() && !codings.isEmpty()) {
            return rule + ": it has both Content-Length and Transfer-Encoding (RFC 9112, 6.1)";
        } else if (lengths.size() > 1 || lengths.stream().anyMatch(length -> length.contains(","))) {
            return rule + ": it has more than one Content-Length (RFC 9112, 6.3)";
        } else if (!lengths.isEmpty() && !isLength(lengths.get(0))) {
            return rule + ": Content-Length is not a number of bytes (RFC 9110, 8.6)";
        } else if (!codings.isEmpty()
                && !codings.stream().allMatch(coding -> coding.strip().equalsIgnoreCase(CHUNKED))) {
            return rule + ": Transfer-Encoding is not 'chunked' (RFC 9112, 6.1)";
        }
        return rule + " (RFC 9110, 5; RFC 9112, 5 and 6)";
    }

    private static boolean isLength(String text) {
        return LENGTH.matcher(text.strip()).matches();
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
