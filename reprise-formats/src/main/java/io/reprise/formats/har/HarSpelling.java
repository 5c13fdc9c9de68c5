package io.reprise.formats.har;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.store.Recording;
import io.reprise.formats.LinesExporter;
import io.reprise.formats.Loss;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A HAR file with an entry on each line.
 *
 * @param upstreams the base URL of each upstream by its name
 */
record HarSpelling(Map<String, String> upstreams) implements LinesExporter.Spelling {
    private static final Pattern HOST =
            Pattern.compile("localhost(:[0-9]+)?|[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+(:[0-9]+)?|[A-Za-z0-9.-]+:[0-9]+");

    HarSpelling {
        upstreams = Map.copyOf(upstreams);
    }

    @Override
    public String suffix() {
        return ".har";
    }

    @Override
    public String beginning(TestId test) {
        StringBuilder text = new StringBuilder(
                "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"Reprise\",\"version\":\"1\"},\"_repriseTest\":");
        Json.quote(test.name(), text);
        return text.append(",\"entries\":[\n").toString();
    }

    @Override
    public String separator() {
        return ",\n";
    }

    @Override
    public String end() {
        return "\n]}}\n";
    }

    @Override
    public LinesExporter.Line line(Recording recording) {
        Optional<String> origin = origin(recording.upstream());
        List<Loss> losses = origin.isPresent()
                ? List.of()
                : List.of(new Loss("request.url", "nobody knows the host of the upstream, so that it is localhost"));
        return new LinesExporter.Line(new HarEntryText(recording, origin.orElse("http://localhost")).line(), losses);
    }

    /** Scheme and host of an upstream; empty if nobody knows them. */
    private Optional<String> origin(String upstream) {
        Optional<URI> known = Optional.ofNullable(upstreams.get(upstream)).map(URI::create);
        if (known.isPresent()) {
            return known.map(url -> url.getScheme() + "://" + url.getRawAuthority());
        }
        boolean isPlain = upstream.matches("localhost.*|[0-9.]+(:[0-9]+)?|.*:[0-9]+");
        return HOST.matcher(upstream).matches()
                ? Optional.of((isPlain ? "http://" : "https://") + upstream)
                : Optional.empty();
    }
}
