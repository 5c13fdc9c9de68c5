package io.reprise.server;

import io.reprise.core.exchange.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides who may ask at all. */
final class AccessControl {
    private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1");

    private final String host;
    private final Optional<String> token;

    AccessControl(String host, Optional<String> token) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.token = token;
    }

    /** Why a request with these headers is refused; empty if it may pass. */
    Optional<String> refusal(Headers headers, String authority) {
        if (token.isPresent()) {
            return hasToken(headers)
                    ? Optional.empty()
                    : Optional.of(
                            "this server wants an access token; send it as 'X-Reprise-Token: …' or as the API key "
                                    + "('Authorization: Bearer …')");
        }
        if (!isOurs(hostOf(authority))) {
            return Optional.of(
                    "the Host '" + authority + "' is not this server's; a page of another site may be behind "
                            + "this request. Use 127.0.0.1 or localhost");
        }
        Optional<String> origin = headers.first("origin").filter(value -> !isOurs(originHost(value)));
        return origin.map(value -> "the Origin '" + value + "' is not on this machine; it may not ask this server");
    }

    /** The headers without the token, which no upstream shall see. */
    Headers withoutToken(Headers headers) {
        return token.isEmpty()
                ? headers
                : headers.filter(field -> !(field.name().equals("authorization") && isToken(bearer(field.value()))));
    }

    private boolean hasToken(Headers headers) {
        return headers.first("x-reprise-token").filter(this::isToken).isPresent()
                || headers.first("authorization")
                        .map(AccessControl::bearer)
                        .filter(this::isToken)
                        .isPresent();
    }

    private boolean isToken(String value) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), token.orElseThrow().getBytes(StandardCharsets.UTF_8));
    }

    private static String bearer(String authorization) {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : "";
    }

    /** Browsers, which alone can be made to ask by a page of another site, always name a host. */
    private boolean isOurs(String name) {
        return name.isEmpty()
                || LOOPBACK.contains(name)
                || name.equals(host)
                || name.endsWith(".localhost")
                || isLoopbackAddress(name);
    }

    private static boolean isLoopbackAddress(String name) {
        return LOOPBACK_ADDRESS.matcher(name).matches();
    }

    /** The host of {@code host[:port]}, without brackets, in lower case. */
    private static String hostOf(String authority) {
        String name = authority.toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            return name.substring(1, Math.max(1, name.indexOf(']')));
        }
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    private static String originHost(String origin) {
        try {
            String name = URI.create(origin).getHost();
            return name == null ? origin : hostOf(name);
        } catch (IllegalArgumentException noUrl) {
            return origin;
        }
    }
}
