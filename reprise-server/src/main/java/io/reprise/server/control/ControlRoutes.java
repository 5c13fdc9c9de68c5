package io.reprise.server.control;

import io.reprise.core.exchange.NearNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The paths of the control API, and what each method does there. */
public final class ControlRoutes {
    private final Map<String, Map<String, Route>> routes = new LinkedHashMap<>();

    public ControlRoutes(List<RouteGroup> groups) {
        groups.forEach(group -> group.addTo(this));
    }

    /**
     * @param path what follows {@code /__reprise/}; {@code page/*} stands for all paths that begin with {@code page/}
     * @throws IllegalArgumentException if the path has this method already
     */
    public void add(String method, String path, Route route) {
        if (routes.computeIfAbsent(path, first -> new LinkedHashMap<>()).put(method, route) != null) {
            throw new IllegalArgumentException("two routes for " + method + " " + path);
        }
    }

    /** The methods that a path accepts, as the header {@code Allow} lists them: those of {@code GET} are also those of {@code HEAD}. */
    static String allowed(Map<String, Route> methods) {
        return Stream.concat(
                        methods.keySet().stream()
                                .flatMap(method -> method.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(method)),
                        Stream.of("OPTIONS"))
                .collect(Collectors.joining(", "));
    }

    /** What was probably meant by a path; else all that there is. */
    String advice(String path) {
        List<String> known = routes.keySet().stream()
                .filter(name -> !name.isEmpty() && !name.endsWith("*"))
                .toList();
        return NearNames.of(path, known)
                .map(near -> "did you mean '" + ControlApi.PREFIX + near + "'?")
                .orElseGet(() -> "the routes are " + described());
    }

    /** By path, then by method. */
    public Map<String, Map<String, Route>> all() {
        return routes;
    }

    /** By method; empty if there is no such path. */
    Map<String, Route> at(String path) {
        int slash = path.indexOf('/');
        Map<String, Route> below =
                slash < 0 ? Map.of() : routes.getOrDefault(path.substring(0, slash) + "/*", Map.of());
        return routes.getOrDefault(path, below);
    }

    /** All of them, for people. */
    private String described() {
        return routes.entrySet().stream()
                .filter(path -> !path.getKey().isEmpty())
                .map(path -> String.join("/", path.getValue().keySet()) + " " + path.getKey())
                .collect(Collectors.joining(", "));
    }
}
