package io.reprise.formats.har;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * By what Polly.js 6 finds the recording of a request, as {@code _identify} in its {@code core} makes it: the MD5 of method, URL and body as JSON
 * with sorted members. Headers are no part of it, since not all that a client sends are recorded.
 */
final class PollyRequestId {
    private PollyRequestId() {}

    /**
     * The {@code _id} of an entry.
     *
     * @param origin scheme and host
     * @param path at that host
     * @return empty if it is not known how Polly.js spells the query
     */
    static Optional<String> of(Request request, String origin, String path) {
        return PollyQuery.of(request.query()).map(query -> id(request, host(origin) + path, query));
    }

    private static String id(Request request, String place, String query) {
        JsonObjectBuilder identifiers = new JsonObjectBuilder();
        if (!request.body().isEmpty()) {
            identifiers.with("body", body(request.body()));
        }
        String url = place.replace('\\', '/') + (query.isEmpty() ? "" : "?" + query);
        Json sorted = identifiers
                .with("method", request.method().toUpperCase(Locale.ROOT))
                .with("url", url)
                .done();
        return md5(sorted.write(Layout.COMPACT));
    }

    /** As the adapters give it to the hash: text, or bytes in base64. */
    private static String body(Bytes body) {
        return body.decode().orElseGet(() -> Base64.getEncoder().encodeToString(body.toArray()));
    }

    /** In lower case, and without the usual port. */
    private static String host(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return lower.replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2");
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }
}
