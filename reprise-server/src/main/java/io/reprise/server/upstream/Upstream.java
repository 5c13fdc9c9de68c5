package io.reprise.server.upstream;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.pattern.Glob;
import io.reprise.server.routing.UpstreamAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A real API that live and recording modes ask.
 *
 * @param name empty for the only one of a server; otherwise letters, digits, {@code . _ : -}
 * @param url where the API begins, usually ending in {@code /v1}; http or https
 * @param models patterns of the model names that it serves, with {@code *} for any text
 * @param headers sent in the place of the client's own fields of the same name
 */
public record Upstream(String name, URI url, List<String> models, Headers headers, UpstreamConnection connection) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]*");

    public Upstream {
        models = List.copyOf(models);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the upstream name '" + name + "' may only have letters, digits, '.', '_', ':' and '-'");
        }
        String scheme = url.getScheme();
        if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException(
                    shown(url.toString()) + " is not an upstream; give http://host[:port]/path or https://…");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the URL of upstream '" + url.getHost() + "' contains credentials; give them as a header instead");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("the URL of upstream '" + url.getHost()
                    + "' has a query or a fragment, which would not be sent; clients send the query with each request");
        }
    }

    /** One that is reached straight. */
    public Upstream(String name, URI url, List<String> models, Headers headers) {
        this(name, url, models, headers, UpstreamConnection.DIRECT);
    }

    /** The same, reached in another way. */
    public Upstream through(UpstreamConnection other) {
        return new Upstream(name, url, models, headers, other);
    }

    /**
     * The upstream that a command line names as {@code [NAME=]URL}.
     *
     * @throws IllegalArgumentException if the URL is not one; the message shows it
     */
    public static Upstream parse(String text) {
        int equals = text.indexOf('=');
        boolean isNamed = equals >= 0 && equals < text.indexOf("://");
        String url = isNamed ? text.substring(equals + 1) : text;
        try {
            return new Upstream(isNamed ? text.substring(0, equals) : "", new URI(url), List.of(), Headers.NONE);
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException(notUrl(url, broken), broken);
        }
    }

    /** A sentence: which text is not a URL, and why. */
    public static String notUrl(String text, URISyntaxException broken) {
        String said = broken.getReason();
        String why = said.startsWith("Illegal character") && broken.getIndex() >= 0
                ? "its character " + (broken.getIndex() + 1) + " is not allowed in a URL"
                : said.startsWith("Malformed escape") ? "after '%' come two hexadecimal digits" : "its form is wrong";
        return shown(text) + " is not a URL: " + why + "; write http://host[:port]/path";
    }

    /** A URL for people, in quotes: without the login and the query that it may have. */
    public static String shown(String url) {
        return Quoted.of(url.replaceAll("//.*@", "//***@").replaceAll("\\?.*", "?…"));
    }

    public UpstreamAddress address() {
        return new UpstreamAddress(url);
    }

    /** The same, for requests whose paths are those of its host. */
    public Upstream atRoot() {
        URI root = URI.create(url.getScheme() + "://" + url.getRawAuthority());
        return new Upstream(name, root, models, headers, connection);
    }

    /** Whether a text is the host of this upstream, with or without its port. */
    boolean isAt(String host) {
        String own = url.getHost();
        return host.equalsIgnoreCase(own)
                || host.equalsIgnoreCase(own + ":" + address().port());
    }

    /** Whether its own headers have a key, so that clients need none. */
    public boolean hasKey() {
        return headers.fields().stream()
                .anyMatch(field -> ApiFamilies.keyPlaces().stream()
                        .anyMatch(place -> place.key(field).isPresent()));
    }

    /** Whether it is on this machine. */
    public boolean isHere() {
        return address().isHere();
    }

    boolean serves(String model) {
        return models.stream().anyMatch(pattern -> new Glob(pattern).matches(model));
    }

    /** For logs: the name, or else the host. */
    public String label() {
        return name.isEmpty() ? url.getHost() : name;
    }
}
