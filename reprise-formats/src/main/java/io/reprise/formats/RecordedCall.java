package io.reprise.formats;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.HeaderSyntax;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request as another tool kept it.
 *
 * @param method as it was sent; {@code patch} is not {@code PATCH} (RFC 9110, 9.1)
 * @param url with scheme and host, or a path alone; a name in angle brackets may stand for the beginning
 * @param headers may have those of one connection
 * @param body as it was sent
 */
public record RecordedCall(String method, String url, Headers headers, Bytes body) {
    /** Scheme and authority, or a placeholder for a base URL; path; query. */
    private static final Pattern URL = Pattern.compile(
            "(?:[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)|<([^<>/?#]*)>)?([^?#]*)(?:\\?([^#]*))?.*", Pattern.DOTALL);

    private static final Pattern USER = Pattern.compile("^.*@");
    private static final Pattern USUAL_PORT = Pattern.compile(":(80|443)$");
    private static final Set<String> NOT_KEPT = Set.of("host", "content-length", "expect");
    private static final String HEX = "0123456789ABCDEF";

    /** A request of a tool that writes methods in another case than they were sent: {@code post} is {@code POST}. */
    public static RecordedCall inAnyCase(String method, String url, Headers headers, Bytes body) {
        return new RecordedCall(method.toUpperCase(Locale.ROOT), url, headers, body);
    }

    /** A request with JSON as its body. */
    public static RecordedCall json(String url, Json body) {
        return new RecordedCall(
                "POST", url, Headers.of("content-type", "application/json"), Bytes.utf8(body.write(Layout.COMPACT)));
    }

    /**
     * The request as a server sees it.
     *
     * @throws DocumentException if the method is none
     */
    public Request request() {
        if (!HeaderSyntax.isName(method)) {
            throw new DocumentException("its request has no method that HTTP allows");
        }
        Matcher parts = parts();
        String path = encoded(parts.group(3));
        return new Request(
                method,
                path.startsWith("/") ? path : "/" + path,
                encoded(Optional.ofNullable(parts.group(4)).orElse("")),
                kept(headers),
                body);
    }

    /** The same request for another path. */
    public RecordedCall withPath(String path) {
        Matcher parts = parts();
        String changed = url.substring(0, parts.start(3))
                + (path.startsWith("/") ? "" : "/")
                + path
                + url.substring(parts.end(3));
        return new RecordedCall(method, changed, headers, body);
    }

    /** Whether a tool that has all methods in capitals, or in small letters, takes that of a request for another one. */
    public static boolean isInOtherCase(Request request) {
        return !request.method().equals(request.method().toUpperCase(Locale.ROOT));
    }

    /** Those of the headers of a request that an import keeps. */
    public static Headers kept(Headers headers) {
        return headers.endToEnd()
                .filter(field -> !NOT_KEPT.contains(field.name())
                        && HeaderSyntax.isName(field.name())
                        && HeaderSyntax.isSendable(field.value()));
    }

    /** The host, which names the upstream; with its port if that is not a usual one. Empty if the URL has none. */
    public String upstream() {
        Matcher parts = parts();
        return Stream.of(1, 2)
                .map(parts::group)
                .flatMap(Stream::ofNullable)
                .map(host -> USER.matcher(host).replaceFirst(""))
                .map(host -> USUAL_PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }

    private Matcher parts() {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalStateException("the pattern fits everything");
        }
        return parts;
    }

    /** With what a request line cannot have percent-encoded, as clients send it. */
    private static String encoded(String text) {
        if (text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            if (one > ' ' && one < 0x7f) {
                encoded.append((char) one);
            } else {
                encoded.append('%').append(HEX.charAt(one >> 4 & 15)).append(HEX.charAt(one & 15));
            }
        }
        return encoded.toString();
    }
}
