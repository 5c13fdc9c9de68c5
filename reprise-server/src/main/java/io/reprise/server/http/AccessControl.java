package io.reprise.server.http;

import io.reprise.core.exchange.Headers;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides who may ask at all. */
public final class AccessControl {
    private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1");

    /** Where clients send an API key, besides the field that is Reprise's own. */
    private static final Set<String> CREDENTIAL_HEADERS =
            Set.of("x-reprise-token", "authorization", "x-api-key", "api-key", "x-goog-api-key");

    private static final Set<String> CREDENTIAL_QUERY = Set.of("key");

    private final String host;
    private final Optional<String> token;

    public AccessControl(String host, Optional<String> token) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.token = token;
    }

    /**
     * Why a request is refused; empty if it may pass.
     *
     * @param authority the host that it names, with its port
     * @param query percent-encoded as it came; may be empty
     */
    Optional<String> refusal(Headers headers, String authority, String query) {
        if (token.isPresent()) {
            return hasToken(headers, query)
                    ? Optional.empty()
                    : Optional.of(
                            "this server needs an access token; send it as 'X-Reprise-Token: …' or as the API key, in the way "
                                    + "in which your SDK sends one");
        }
        if (!isOurs(hostOf(authority))) {
            return Optional.of(
                    "the Host '" + authority + "' does not name this server; a web page of another site may have "
                            + "sent this request. Use 127.0.0.1 or localhost");
        }
        Optional<String> origin = headers.first("origin").filter(value -> !isOurs(originHost(value)));
        return origin.map(
                value -> "the Origin '" + value + "' is not on this machine; its pages may not use this server");
    }

    /** The request without the token, which no upstream shall see. */
    IncomingRequest withoutToken(IncomingRequest request) {
        if (token.isEmpty()) {
            return request;
        }
        Headers headers = request.headers()
                .filter(field -> !(CREDENTIAL_HEADERS.contains(field.name()) && isToken(credential(field))));
        int mark = request.target().indexOf('?');
        if (mark < 0) {
            return new IncomingRequest(request.method(), request.target(), headers, request.body());
        }
        String query = Arrays.stream(request.target().substring(mark + 1).split("&"))
                .filter(member -> !isToken(credentialOfQuery(member)))
                .collect(Collectors.joining("&"));
        String target = request.target().substring(0, mark) + (query.isEmpty() ? "" : "?" + query);
        return new IncomingRequest(request.method(), target, headers, request.body());
    }

    private boolean hasToken(Headers headers, String query) {
        return headers.fields().stream()
                        .anyMatch(field -> CREDENTIAL_HEADERS.contains(field.name()) && isToken(credential(field)))
                || Arrays.stream(query.split("&")).anyMatch(member -> isToken(credentialOfQuery(member)));
    }

    private boolean isToken(String value) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), token.orElseThrow().getBytes(StandardCharsets.UTF_8));
    }

    /** What a header field proves its sender with: the whole value, the token of Bearer, or the password of Basic (RFC 7617). */
    private static String credential(Headers.Field field) {
        String value = field.value();
        if (!field.name().equals("authorization")) {
            return value;
        }
        if (value.regionMatches(true, 0, "Basic ", 0, 6)) {
            return password(value.substring(6).strip());
        }
        return value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? value.substring(7).strip()
                : "";
    }

    private static String password(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private static String credentialOfQuery(String member) {
        int equals = member.indexOf('=');
        if (equals < 0 || !CREDENTIAL_QUERY.contains(member.substring(0, equals))) {
            return "";
        }
        try {
            return URLDecoder.decode(member.substring(equals + 1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badlyEncoded) {
            return "";
        }
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
