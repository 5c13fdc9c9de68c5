package io.reprise.formats.har;

import io.reprise.core.store.Recording;
import io.reprise.formats.Loss;
import io.reprise.formats.TargetPaths;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Scheme and host of each upstream, and where its paths are.
 *
 * @param upstreams the base URL of each by its name, as far as it is known
 */
record UpstreamOrigins(Map<String, String> upstreams) {
    private static final Pattern HOST =
            Pattern.compile("localhost(:[0-9]+)?|[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+(:[0-9]+)?|[A-Za-z0-9.-]+:[0-9]+");

    private static final Loss UNKNOWN =
            Loss.note("request.url", "nobody knows the host of the upstream, so that it is localhost");

    UpstreamOrigins {
        upstreams = Map.copyOf(upstreams);
    }

    /** That of an upstream; of localhost if nobody knows it. */
    String of(String upstream) {
        return known(upstream).orElse("http://localhost");
    }

    /** The path at the upstream. */
    String path(Recording recording) {
        return new TargetPaths(upstreams).of(recording);
    }

    List<Loss> losses(String upstream) {
        return known(upstream).isPresent() ? List.of() : List.of(UNKNOWN);
    }

    private Optional<String> known(String upstream) {
        Optional<URI> base = Optional.ofNullable(upstreams.get(upstream)).map(URI::create);
        if (base.isPresent()) {
            return base.map(url -> url.getScheme() + "://" + url.getRawAuthority());
        }
        boolean isPlain = upstream.matches("localhost.*|[0-9.]+(:[0-9]+)?|.*:[0-9]+");
        return HOST.matcher(upstream).matches()
                ? Optional.of((isPlain ? "http://" : "https://") + upstream)
                : Optional.empty();
    }
}
