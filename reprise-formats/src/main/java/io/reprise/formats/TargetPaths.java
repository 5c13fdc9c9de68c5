package io.reprise.formats;

import io.reprise.core.family.known.UpstreamPath;
import io.reprise.core.store.Recording;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The paths at upstreams of requests that clients have sent to Reprise: for {@code /v1/models} it may be {@code /openai/v1/models}.
 *
 * @param upstreams the base URL of each by its name
 */
public record TargetPaths(Map<String, String> upstreams) {
    public TargetPaths {
        upstreams = Map.copyOf(upstreams);
    }

    /** The path at the upstream of a recording; as it was asked for if nobody knows the URL of the upstream. */
    public String of(Recording recording) {
        String asked = recording.exchange().request().path();
        return url(recording.upstream())
                .map(url -> UpstreamPath.of(url).target(asked))
                .orElse(asked);
    }

    /** An import has named it by its host. */
    private Optional<URI> url(String upstream) {
        return Optional.ofNullable(upstreams.get(upstream))
                .map(URI::create)
                .or(() -> upstreams.values().stream()
                        .map(URI::create)
                        .filter(url -> upstream.equalsIgnoreCase(url.getRawAuthority()))
                        .findFirst());
    }
}
