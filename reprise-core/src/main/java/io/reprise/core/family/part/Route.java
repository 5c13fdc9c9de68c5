package io.reprise.core.family.part;

import io.reprise.core.exchange.PercentEncoding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A kind of request: its methods, and the last segments of its path, such as {@code POST /responses/{id}/cancel}. What stands before
 * these segments does not matter, because providers put different prefixes there.
 */
public final class Route {
    /** What may stand before a route whose words occur in many APIs: a version, or nothing. */
    private static final Pattern VERSION = Pattern.compile("v\\d+|openai");

    private final Set<String> methods;
    private final List<String> segments;
    private final boolean isBelowVersion;

    private Route(Set<String> methods, List<String> segments, boolean isBelowVersion) {
        this.methods = methods;
        this.segments = segments;
        this.isBelowVersion = isBelowVersion;
    }

    /**
     * Such as {@code of("GET POST", "/files/{id}")}; a segment in braces stands for any one segment.
     *
     * @param methods separated by spaces
     */
    public static Route of(String methods, String path) {
        return new Route(Set.of(methods.split(" ", -1)), segments(path), false);
    }

    /** As {@link #of}, with nothing before it but a prefix that ends in a version, such as {@code /openai/v1}. */
    public static Route belowVersion(String methods, String path) {
        return new Route(Set.of(methods.split(" ", -1)), segments(path), true);
    }

    public boolean covers(String method, String path) {
        if (!methods.contains(method)) {
            return false;
        }
        int end = end(path);
        for (int i = segments.size() - 1; i >= 0; i--) {
            int start = end < 0 ? 0 : path.lastIndexOf('/', end - 1) + 1;
            String wanted = segments.get(i);
            boolean isThere =
                    isVariable(wanted) ? end > start : end - start == wanted.length() && path.startsWith(wanted, start);
            if (!isThere) {
                return false;
            }
            end = start - 1;
        }
        return !isBelowVersion
                || end <= 0
                || VERSION.matcher(path.substring(path.lastIndexOf('/', end - 1) + 1, end))
                        .matches();
    }

    /** The decoded segment of {@code path} that stands for {@code {name}}; the path must be one of this route. */
    public Optional<String> variable(String path, String name) {
        int at = segments.indexOf("{" + name + "}");
        List<String> asked = segments(path);
        return at < 0
                ? Optional.empty()
                : Optional.of(PercentEncoding.decodeText(asked.get(asked.size() - segments.size() + at)));
    }

    /** What the request does, in a word or two for people: {@code get}, {@code cancel}, {@code input items}. */
    public String action(String method) {
        String last = segments.get(segments.size() - 1);
        if (isVariable(last)) {
            return method.equals("GET") || method.equals("DELETE") ? method.toLowerCase(Locale.ROOT) : "update";
        }
        if (segments.size() == 1) {
            return method.equals("GET") ? "list" : method.equals("POST") ? "create" : method.toLowerCase(Locale.ROOT);
        }
        String words = last.replace('_', ' ').replace('-', ' ');
        return method.equals("DELETE") ? "delete " + words : words;
    }

    /** As {@link #action(String)}, of the first of {@code routes} that covers the request; empty if none does. */
    public static String action(List<Route> routes, String method, String path) {
        return routes.stream()
                .filter(route -> route.covers(method, path))
                .findFirst()
                .map(route -> route.action(method))
                .orElse("");
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    /** Empty segments at the end do not count. */
    private static List<String> segments(String path) {
        int start = path.startsWith("/") ? 1 : 0;
        int end = end(path);
        return end <= start ? List.of() : List.of(path.substring(start, end).split("/", -1));
    }

    private static int end(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return end;
    }
}
