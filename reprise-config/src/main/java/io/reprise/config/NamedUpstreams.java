package io.reprise.config;

import io.reprise.server.upstream.Upstream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The upstreams of a configuration; if there are several, each has a name. */
final class NamedUpstreams {
    private static final String VARIABLE = "REPRISE_UPSTREAM";

    private NamedUpstreams() {}

    /** Whether anything names an upstream. */
    static boolean areKnown(Configuration.Inputs inputs, ConfigurationFile file) {
        return !inputs.upstreams().isEmpty()
                || !ofEnvironment(inputs).isEmpty()
                || !file.upstreams().isEmpty();
    }

    /** Whether those that count are described by the file. */
    static boolean areOfFile(Configuration.Inputs inputs, ConfigurationFile file) {
        return inputs.upstreams().isEmpty()
                && ofEnvironment(inputs).isEmpty()
                && !file.upstreams().isEmpty();
    }

    /** Those that were given, else those of the environment, else those of the file. */
    static List<Upstream> of(Configuration.Inputs inputs, ConfigurationFile file, UsualConnection usual) {
        List<Upstream> ofEnvironment = ofEnvironment(inputs).stream()
                .map(text -> new ChosenValue(text, VARIABLE).read(Upstream::parse))
                .toList();
        if (inputs.upstreams().isEmpty() && ofEnvironment.isEmpty()) {
            requireOwnNames(file.upstreams());
            return named(file.upstreams().stream()
                    .map(entry -> entry.resolve(inputs.environment(), usual))
                    .toList());
        }
        // a mistake in what does not count today is found today
        file.upstreams().forEach(entry -> entry.check(inputs.environment(), usual));
        Stream<Upstream> upstreams =
                inputs.upstreams().isEmpty() ? ofEnvironment.stream() : inputs.upstreams().stream();
        return named(upstreams.map(usual::applyTo).toList());
    }

    private static void requireOwnNames(List<UpstreamEntry> entries) {
        Map<String, String> places = new HashMap<>();
        for (UpstreamEntry entry : entries) {
            String name = entry.naming().name();
            String earlier = name.isEmpty() ? null : places.putIfAbsent(name, entry.place());
            if (earlier != null) {
                throw new IllegalArgumentException(entry.place() + ": an upstream of the name '" + name
                        + "' is already at " + earlier + "; give this one another name");
            }
        }
    }

    /** As {@code [NAME=]URL}. */
    private static List<String> ofEnvironment(Configuration.Inputs inputs) {
        return Arrays.stream(inputs.environment().getOrDefault(VARIABLE, "").split("[\\s,]+"))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static List<Upstream> named(List<Upstream> upstreams) {
        if (upstreams.size() < 2) {
            return upstreams;
        }
        Set<String> names = new HashSet<>();
        List<Upstream> named = new ArrayList<>();
        for (Upstream upstream : upstreams) {
            String name = upstream.name().isEmpty() ? nameOf(upstream, upstreams) : upstream.name();
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        "two upstreams are called '" + name + "'; give each a name of its own: NAME=URL");
            }
            named.add(new Upstream(name, upstream.url(), upstream.models(), upstream.headers(), upstream.connection()));
        }
        return named;
    }

    /** Such as {@code api.example.com}, or {@code localhost:11434} where the host alone is that of another one, too. */
    private static String nameOf(Upstream upstream, List<Upstream> all) {
        String host = host(upstream);
        boolean isUnique = all.stream()
                .allMatch(other -> other == upstream
                        || !host(other).equals(host) && !other.name().equals(host));
        return isUnique ? host : host + ":" + upstream.address().port();
    }

    private static String host(Upstream upstream) {
        return upstream.url().getHost().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._:-]", "");
    }
}
