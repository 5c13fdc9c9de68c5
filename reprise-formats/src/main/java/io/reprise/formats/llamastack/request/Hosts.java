package io.reprise.formats.llamastack.request;

import io.reprise.core.family.known.UpstreamPath;
import io.reprise.formats.llamastack.python.PythonUrl;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Maps recorded hosts to upstreams, and upstreams to URLs. */
public final class Hosts {
    private static final String THIS_MACHINE = "^(localhost|0\\.0\\.0\\.0|127\\.0\\.0\\.1|\\[::1?\\])(?=:|$)";

    private final Map<String, String> urls;

    /** @param urls base URLs by the names of upstreams */
    public Hosts(Map<String, String> urls) {
        this.urls = new TreeMap<>(urls);
    }

    /** The name of the upstream with that host; the host itself if none is configured. */
    public String upstream(String host) {
        return urls.entrySet().stream()
                .filter(upstream -> isSame(PythonUrl.parse(upstream.getValue()).host(), host))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(host);
    }

    /** Whether a request that names {@code upstream} means that host. */
    public boolean isMeant(String upstream, String host) {
        return upstream.equals(upstream(host)) || isSame(upstream, host);
    }

    /**
     * How well a host fits a request: 0 for the named host, 1 for the same host with another name, 2 for others. If the
     * request names no host, configured upstreams fit.
     */
    public int distance(Optional<String> upstream, String host) {
        if (upstream.isPresent()) {
            boolean isExact = upstream.get().equals(host) || upstream.get().equals(upstream(host));
            return isExact ? 0 : isMeant(upstream.get(), host) ? 1 : 2;
        }
        return urls.values().stream()
                        .anyMatch(url -> isSame(PythonUrl.parse(url).host(), host))
                ? 0
                : 2;
    }

    /** Whether the name is that of a configured upstream, or a host with its port. */
    public boolean isKnown(String upstream) {
        return urls.containsKey(upstream) || upstream.indexOf(':') >= 0;
    }

    /** The path at an upstream of a request for {@code path} here; the same if nobody knows the URL of the upstream. */
    public String target(String upstream, String path) {
        return url(upstream)
                .map(url -> UpstreamPath.of(URI.create(url)).target(path))
                .orElse(path);
    }

    /** The names of upstreams. */
    public Set<String> names() {
        return urls.keySet();
    }

    public Optional<String> url(String upstream) {
        return Optional.ofNullable(urls.get(upstream));
    }

    /** Whether two hosts are the same; all names of this machine are equal. */
    public static boolean isSame(String one, String other) {
        return one.replaceFirst(THIS_MACHINE, "localhost")
                .equalsIgnoreCase(other.replaceFirst(THIS_MACHINE, "localhost"));
    }
}
