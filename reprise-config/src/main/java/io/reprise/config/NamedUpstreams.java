package io.reprise.config;

import io.reprise.core.plan.Mode;
import io.reprise.server.upstream.Upstream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The upstreams of a configuration, told apart by their names where there are several. */
final class NamedUpstreams {
    private static final String VARIABLE = "REPRISE_UPSTREAM";

    private NamedUpstreams() {}

    /** Those that flags name, or else the environment, as {@code [NAME=]URL}. */
    static List<String> texts(Configuration.Told told) {
        return told.upstreams().isEmpty()
                ? Arrays.stream(told.environment().getOrDefault(VARIABLE, "").split("[\\s,]+"))
                        .filter(text -> !text.isEmpty())
                        .toList()
                : told.upstreams();
    }

    /** Those of flags or environment in the place of all those of the file. */
    static List<Upstream> of(Configuration.Told told, ConfigurationFile file, Mode mode) {
        List<String> texts = texts(told);
        String origin = told.upstreams().isEmpty() ? VARIABLE : "--upstream";
        return named(
                texts.isEmpty()
                        ? file.upstreams().stream()
                                .map(entry -> entry.resolve(told.environment(), mode))
                                .toList()
                        : texts.stream()
                                .map(text -> new ChosenValue(text, origin).read(Upstream::parse))
                                .toList());
    }

    private static List<Upstream> named(List<Upstream> upstreams) {
        if (upstreams.size() < 2) {
            return upstreams;
        }
        Set<String> names = new HashSet<>();
        List<Upstream> named = new ArrayList<>();
        for (Upstream upstream : upstreams) {
            String name = upstream.name().isEmpty() ? nameOf(upstream) : upstream.name();
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        "two upstreams are called '" + name + "'; give each a name of its own: NAME=URL");
            }
            named.add(new Upstream(name, upstream.url(), upstream.models(), upstream.headers()));
        }
        return named;
    }

    /** Such as {@code localhost-11434}. */
    private static String nameOf(Upstream upstream) {
        int port = upstream.url().getPort();
        return (upstream.url().getHost() + (port < 0 ? "" : "-" + port)).replaceAll("[^A-Za-z0-9._-]", "");
    }
}
