package io.reprise.server.access;

import io.reprise.core.exchange.Headers;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.server.request.IncomingRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides who may ask at all. */
public final class AccessControl {
    private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1");

    /** The field that is Reprise's own. */
    private static final KeyPlace OWN = new KeyPlace.Header("x-reprise-token");

    /** For pages in browsers, which set no header of a WebSocket. */
    private static final KeyPlace OWN_IN_QUERY = new KeyPlace.QueryMember("x-reprise-token");

    /** In the path of whatever is asked of Reprise itself, also after a prefix. */
    private static final String CONTROL = "__reprise";

    private final String host;
    private final Optional<String> token;
    private final List<AllowedOrigin> origins;
    /** Where the SDK of any API family sends a key, so that each can send the token; none where there is no token. */
    private final List<KeyPlace> places;

    public AccessControl(String host, AccessSettings settings) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.token = settings.token();
        this.origins = settings.origins();
        this.places = token.isPresent() ? places() : List.of();
    }

    private static List<KeyPlace> places() {
        return Stream.concat(Stream.of(OWN, OWN_IN_QUERY), ApiFamilies.keyPlaces().stream())
                .toList();
    }

    /**
     * Why a request is refused; empty if it may pass.
     *
     * @param authority the host that it names, with its port
     * @param target path and query, percent-encoded as they came
     */
    public Optional<String> refusal(Headers headers, String authority, String target) {
        if (token.isPresent()) {
            return hasToken(headers, query(target))
                    ? Optional.empty()
                    : Optional.of(
                            "this server needs an access token; send it as 'X-Reprise-Token: …', or as the API key of your SDK");
        }
        return refusalWithoutToken(headers, authority, target);
    }

    /** Why a request is refused that needs no token: browsers ask for leave without it, and health and public pages are for all who may reach them. */
    public Optional<String> refusalWithoutToken(Headers headers, String authority, String target) {
        Optional<String> other = refusalOfVisit(headers, authority);
        if (other.isPresent()) {
            return other;
        }
        Optional<String> origin = headers.first("origin").filter(named -> !named.isBlank());
        return origin.isPresent() ? refusalOfOrigin(origin.get(), target) : refusalWithoutOrigin(headers, target);
    }

    /** Why a person may not see the page, who follows a link from any site. */
    public Optional<String> refusalOfVisit(Headers headers, String authority) {
        Optional<String> other = token.isPresent() ? Optional.empty() : otherServer(headers, authority);
        return other.map(named -> named + " does not name this server; a web page of another site may have "
                + "sent this request. Use 127.0.0.1 or localhost");
    }

    private Optional<String> refusalOfOrigin(String origin, String target) {
        if (mayUse(origin, target)) {
            return Optional.empty();
        }
        return Optional.of(
                isListed(origin)
                        ? "pages of any Origin may use recordings, but not '/__reprise/'; name '" + origin
                                + "' in --allow-origin"
                        : "pages of the Origin '" + origin
                                + "' may not use this server; if they should, start it with --allow-origin " + origin);
    }

    /** Who must bring a token is no page of another site: that does not know it. */
    private Optional<String> refusalWithoutOrigin(Headers headers, String target) {
        boolean mayPass = token.isPresent()
                || BrowserSigns.isOwn(headers, page -> mayUse(page, target))
                || origins.stream().anyMatch(AllowedOrigin::isAll) && !target.contains(CONTROL);
        return mayPass
                ? Optional.empty()
                : Optional.of(
                        "a browser sent this request for a page of another site, and does not say for which; if you followed a"
                                + " link, type the URL; if it is your page, use fetch(), and list its origin with --allow-origin");
    }

    /** What to tell the browser whose page has sent a request. */
    public CrossOrigin crossOrigin(@Nullable String origin, String target) {
        if (origin == null || origin.isEmpty()) {
            return CrossOrigin.NOT_ASKED;
        }
        return mayUse(origin, target) ? CrossOrigin.granted(origin) : CrossOrigin.DENIED;
    }

    /** Pages of this machine and those of listed origins; the control API is not meant where all are listed at once. */
    private boolean mayUse(String origin, String target) {
        if (isOurs(originHost(origin))) {
            return true;
        }
        boolean isGuarded = token.isPresent() || !target.contains(CONTROL);
        return origins.stream().anyMatch(listed -> (isGuarded || !listed.isAll()) && listed.matches(origin));
    }

    /** What names another server, for people: a target may name one, and the Host beside it, too. */
    private Optional<String> otherServer(Headers headers, String authority) {
        Optional<String> beside = headers.first("host").filter(field -> !field.equalsIgnoreCase(authority));
        if (!isOurs(hostOf(authority))) {
            return Optional.of((beside.isPresent() ? "the target's host '" : "the Host '") + authority + "'");
        }
        return beside.filter(field -> !isOurs(hostOf(field))).map(field -> "the Host '" + field + "'");
    }

    private boolean isListed(String origin) {
        return origins.stream().anyMatch(listed -> listed.matches(origin));
    }

    private static String query(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    /** The request without the token, which no upstream shall see. */
    public IncomingRequest withoutToken(IncomingRequest request) {
        if (token.isEmpty()) {
            return request;
        }
        int mark = request.target().indexOf('?');
        String query = query(request.target());
        Headers headers = request.headers();
        for (KeyPlace place : places) {
            headers = place.without(headers, this::isToken);
            query = place.without(query, this::isToken);
        }
        headers = ProtocolToken.without(headers, this::isToken);
        String path = mark < 0 ? request.target() : request.target().substring(0, mark);
        return new IncomingRequest(
                request.method(), query.isEmpty() ? path : path + "?" + query, headers, request.body());
    }

    private boolean hasToken(Headers headers, String query) {
        return places.stream().anyMatch(place -> place.isIn(headers, query, this::isToken))
                || ProtocolToken.isIn(headers, this::isToken);
    }

    private boolean isToken(String value) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), token.orElseThrow().getBytes(StandardCharsets.UTF_8));
    }

    /** Browsers, which alone can be made to ask by a page of another site, always name a host. */
    private boolean isOurs(String name) {
        return name.isEmpty()
                || LOOPBACK.contains(name)
                || name.equals(host)
                || name.endsWith(".localhost")
                || isLoopbackAddress(name);
    }

    private static boolean isLoopbackAddress(String name) {
        return LOOPBACK_ADDRESS.matcher(name).matches();
    }

    /** The host of {@code host[:port]}, without brackets, in lower case. */
    private static String hostOf(String authority) {
        String name = authority.toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            return name.substring(1, Math.max(1, name.indexOf(']')));
        }
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    private static String originHost(String origin) {
        try {
            String name = URI.create(origin).getHost();
            return name == null ? origin : hostOf(name);
        } catch (IllegalArgumentException noUrl) {
            return origin;
        }
    }
}
