package io.reprise.server.upstream;

import io.reprise.server.routing.LinksBack;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses the upstream for a request: by the name or host in its path, else by its model, else the first. */
public final class Upstreams {
    /** The upstream to ask, or why there is none. */
    public sealed interface Choice {
        record One(Upstream upstream) implements Choice {}

        /** @param status that tells the client so */
        record None(int status, String reason) implements Choice {
            /** Whether the request names what is not there. */
            public boolean isWrongRequest() {
                return status < 500;
            }
        }
    }

    private final List<Upstream> all;
    private final List<LinksBack.Named> named;

    public Upstreams(List<Upstream> all) {
        this.all = all;
        this.named = all.stream()
                .map(upstream -> new LinksBack.Named(upstream.name(), upstream.address()))
                .toList();
    }

    /** All of them, as links lead to them. */
    public List<LinksBack.Named> named() {
        return named;
    }

    public Choice choose(Optional<String> name, Optional<String> model) {
        if (all.isEmpty()) {
            return new Choice.None(502, "this server knows no upstream; start it with --upstream URL");
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
                .filter(upstream ->
                        name.isEmpty() || choose(name, Optional.empty()).equals(new Choice.One(upstream)))
                .toList();
    }

    /** The name under which recordings know the upstream that a request names; the name itself if there is none. */
    public String knownAs(String name) {
        return named(name) instanceof Choice.One one && !one.upstream().name().isEmpty()
                ? one.upstream().name()
                : name;
    }

    private Choice named(String name) {
        List<Upstream> found =
                all.stream().filter(upstream -> upstream.name().equals(name)).toList();
        if (found.isEmpty()) {
            found = all.stream().filter(upstream -> upstream.isAt(name)).toList();
        }
        if (found.size() == 1) {
            return new Choice.One(found.get(0));
        }
        return new Choice.None(
                found.isEmpty() ? 404 : 400,
                found.isEmpty()
                        ? "no upstream is named '" + name + "'; the upstreams are " + labels(all)
                        : "several upstreams have the host '" + name + "'; name one of " + labels(found));
    }

    private static String labels(List<Upstream> upstreams) {
        return upstreams.stream().map(Upstream::label).collect(Collectors.joining(", "));
    }
}
