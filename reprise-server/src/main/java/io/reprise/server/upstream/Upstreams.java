package io.reprise.server.upstream;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses the upstream for a request: by the name in its path, else by its model, else the first. */
public final class Upstreams {
    /** The upstream to ask, or why there is none. */
    public sealed interface Choice {
        record One(Upstream upstream) implements Choice {}

        record None(String reason) implements Choice {}
    }

    private final List<Upstream> all;

    public Upstreams(List<Upstream> all) {
        this.all = all;
    }

    public Choice choose(Optional<String> name, Optional<String> model) {
        if (all.isEmpty()) {
            return new Choice.None("this server knows no upstream; start it with --upstream URL");
        }
        if (name.isPresent()) {
            return named(name.get());
        }
        return new Choice.One(all.stream()
                .filter(upstream -> model.filter(upstream::serves).isPresent())
                .findFirst()
                .orElse(all.get(0)));
    }

    /** The name of the upstream whose patterns say that it serves that model; empty if no pattern does. */
    public Optional<String> ofModel(Optional<String> model) {
        return all.stream()
                .filter(upstream -> model.filter(upstream::serves).isPresent())
                .findFirst()
                .map(Upstream::name);
    }

    /** The upstreams, in the order in which they were given; only the named one where a name is given. */
    public List<Upstream> wanted(Optional<String> name) {
        return all.stream()
                .filter(upstream -> name.map(upstream.name()::equals).orElse(true))
                .toList();
    }

    private Choice named(String name) {
        return all.stream()
                .filter(upstream -> upstream.name().equals(name))
                .findFirst()
                .<Choice>map(Choice.One::new)
                .orElseGet(() -> new Choice.None("no upstream is named '" + name + "'; the upstreams are "
                        + all.stream().map(Upstream::label).collect(Collectors.joining(", "))));
    }
}
