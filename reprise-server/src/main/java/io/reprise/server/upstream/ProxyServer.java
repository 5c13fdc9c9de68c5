package io.reprise.server.upstream;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy between this machine and upstreams.
 *
 * @param port 1 to 65535
 * @param login empty if it asks for none
 */
public record ProxyServer(Kind kind, String host, int port, Optional<Login> login) {
    private static final int HTTP_PORT = 80;
    private static final int SOCKS_PORT = 1080;

    /** A password may have any character, so the last {@code @} counts. */
    private static final Pattern WRITTEN = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:(.*)@)?(\\[[0-9A-Fa-f:.]+]|[^:/@\\[\\]\\s?#]+)(?::([0-9]{1,5}))?/?");

    /** What it speaks. */
    public enum Kind {
        /** {@code CONNECT} for https, absolute URLs for http (RFC 9110, 9.3.6 and RFC 9112, 3.2.2). */
        HTTP,
        SOCKS4,
        /** RFC 1928. */
        SOCKS5
    }

    /** A user with a password, which are never shown. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "***";
        }
    }

    /**
     * The proxy that people write as {@code [http://][user:password@]host[:port]}, or with {@code socks5://}.
     *
     * @throws IllegalArgumentException if it is none; the message does not show the password
     */
    public static ProxyServer parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (!written.matches()) {
            throw wrong(text);
        }
        String scheme = Optional.ofNullable(written.group(1)).orElse("http").toLowerCase(Locale.ROOT);
        Kind kind = kind(scheme, text);
        int standard = kind == Kind.HTTP ? HTTP_PORT : SOCKS_PORT;
        int port = written.group(4) == null ? standard : Integer.parseInt(written.group(4));
        if (port < 1 || port > 65_535) {
            throw wrong(text);
        }
        return new ProxyServer(
                kind,
                written.group(3).replaceAll("[\\[\\]]", ""),
                port,
                Optional.ofNullable(written.group(2)).map(ProxyServer::login));
    }

    private static Kind kind(String scheme, String text) {
        return switch (scheme) {
            case "http" -> Kind.HTTP;
            case "socks4", "socks4a" -> Kind.SOCKS4;
            case "socks", "socks5", "socks5h" -> Kind.SOCKS5;
            case "https" ->
                throw new IllegalArgumentException(
                        "the proxy '" + withoutLogin(text)
                                + "' cannot be used, since Reprise does not speak TLS to proxies; most proxies also listen on http://");
            default -> throw wrong(text);
        };
    }

    private static Login login(String userInfo) {
        int colon = userInfo.indexOf(':');
        return new Login(
                decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                colon < 0 ? "" : decoded(userInfo.substring(colon + 1)));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("'" + withoutLogin(text)
                + "' is not a proxy; write http://host:port or http://user:password@host:port");
    }

    private static String withoutLogin(String text) {
        return text.replaceAll("^(\\w+://)?.*@", "$1***@");
    }

    /** For people: without user and password. */
    @Override
    public String toString() {
        String address = host.contains(":") ? "[" + host + "]" : host;
        return kind.name().toLowerCase(Locale.ROOT) + "://" + address + ":" + port;
    }
}
