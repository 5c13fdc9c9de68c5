package io.reprise.server.routing;

import io.reprise.core.family.known.UpstreamPath;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where an upstream's API begins, and which paths here and there belong together.
 *
 * @param url http or https, usually with a path that ends in {@code /v1}
 */
public record UpstreamAddress(URI url) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    public boolean isSecure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    public int port() {
        return port(url);
    }

    private static int port(URI url) {
        boolean isSecure = "https".equalsIgnoreCase(url.getScheme());
        return url.getPort() > 0 ? url.getPort() : isSecure ? HTTPS_PORT : HTTP_PORT;
    }

    /** The path on this upstream of a request for {@code path} here. */
    public String target(String path) {
        return UpstreamPath.of(url).target(path);
    }

    /** The path here that leads to {@code target} there. */
    String pathTo(String target) {
        return target(target).equals(target) ? target : PathPrefix.ROOT + target;
    }

    /** Whether a URL without a path leads to this upstream. To follow one to TLS would lead back to the same redirect. */
    boolean isAt(URI origin) {
        boolean isSameHost = host(url).equals(host(origin)) || isLoopback(url) && isLoopback(origin);
        boolean isSecureOrigin = "https".equalsIgnoreCase(origin.getScheme());
        boolean isSamePort = port() == port(origin) || isSecure() && !isSecureOrigin && port(origin) == HTTP_PORT;
        return isSameHost && isSamePort && (isSecure() || !isSecureOrigin);
    }

    /** Whether its host is this machine, by name or address. */
    public boolean isHere() {
        return isLoopback(url);
    }

    private static boolean isLoopback(URI url) {
        return LOOPBACK.contains(host(url));
    }

    private static String host(URI url) {
        return Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
    }
}
