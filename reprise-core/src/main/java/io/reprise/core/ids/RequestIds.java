package io.reprise.core.ids;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Reference;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The places of a request in which ids stand: whole strings of its JSON at any depth, whole segments of its path, whole
 * values of its query. Parts of texts are never looked at.
 */
public final class RequestIds {
    /** What may stand in a path segment besides unreserved characters (RFC 3986, 3.3). */
    private static final String SEGMENT_PLAIN = "!$&'()*+,;=:@";

    /**
     * Words of an API, such as {@code assistant} and {@code completions}, have no digits and none of these characters. Longer ones are
     * pictures and sounds.
     */
    private static final Pattern LIKE_AN_ID = Pattern.compile("(?=\\S*[\\d_-])\\S{6,1000}");

    private RequestIds() {}

    /**
     * The request with recorded values in the place of those that its client got; the same object where it has none. All
     * other bytes stay the same. Lists of models have none.
     */
    public static ParsedRequest translated(ParsedRequest parsed, IdTranslation ids) {
        if (ids.isEmpty() || parsed.family().isModelList()) {
            return parsed;
        }
        Request request = parsed.request();
        Bytes body = body(request.body(), ids);
        String path = path(request.path(), ids);
        String query = query(request.query(), ids);
        boolean isSame = body == request.body() && path.equals(request.path()) && query.equals(request.query());
        return isSame ? parsed : parsed.with(new Request(request.method(), path, query, request.headers(), body));
    }

    /** All values that stand in places of ids, in the order of path, query and body. */
    public static List<String> in(Request request) {
        List<String> values = new ArrayList<>();
        IdTranslation collecting = new IdTranslation() {
            @Override
            public boolean isEmpty() {
                return false;
            }

            @Override
            public Optional<String> kept(String given) {
                values.add(given);
                return Optional.empty();
            }
        };
        path(request.path(), collecting);
        query(request.query(), collecting);
        body(request.body(), collecting);
        return values;
    }

    /** All values but the model that may be ids: six to a thousand characters, no space, and a digit, {@code _} or {@code -}. */
    public static Set<String> likelyIn(Request request, Optional<String> model) {
        return in(request).stream()
                .filter(value -> isLikeAnId(value) && !value.equals(model.orElse("")))
                .collect(Collectors.toSet());
    }

    /** Whether a value may be an id: six to a thousand characters, no space, and a digit, {@code _} or {@code -}. */
    public static boolean isLikeAnId(String value) {
        return LIKE_AN_ID.matcher(value).matches();
    }

    /** The same for a URL or path that an answer tells. */
    static String link(String text, IdTranslation ids) {
        Reference link = Reference.of(text);
        String query = link.query().isEmpty() ? "" : "?" + query(link.query().substring(1), ids);
        return new Reference(link.origin(), path(link.path(), ids), query, link.fragment()).toString();
    }

    private static Bytes body(Bytes body, IdTranslation ids) {
        List<Bytes.Replacement> replacements = new ArrayList<>();
        if (!body.isEmpty()) {
            for (ScalarPlaces.Found found : ScalarPlaces.of(body)) {
                found.text()
                        .flatMap(ids::kept)
                        .map(kept -> new Json.JsonString(kept).write(Layout.COMPACT))
                        .ifPresent(json ->
                                replacements.add(new Bytes.Replacement(found.start(), found.end(), Bytes.utf8(json))));
            }
        }
        return replacements.isEmpty() ? body : body.replace(replacements);
    }

    private static String path(String path, IdTranslation ids) {
        return Arrays.stream(path.split("/", -1))
                .map(segment -> segment(segment, ids))
                .collect(Collectors.joining("/"));
    }

    /** A segment may end in a verb, as in {@code /v1/batches/abc:cancel}. */
    private static String segment(String segment, IdTranslation ids) {
        String changed = changed(segment, ids, PercentEncoding::decodeText, SEGMENT_PLAIN);
        int colon = segment.lastIndexOf(':');
        return colon <= 0 || !changed.equals(segment)
                ? changed
                : changed(segment.substring(0, colon), ids, PercentEncoding::decodeText, SEGMENT_PLAIN)
                        + segment.substring(colon);
    }

    private static String query(String query, IdTranslation ids) {
        if (query.isEmpty()) {
            return query;
        }
        return Arrays.stream(query.split("&", -1))
                .map(member -> {
                    int value = member.indexOf('=') + 1;
                    return value == 0
                            ? member
                            : member.substring(0, value)
                                    + changed(member.substring(value), ids, PercentEncoding::decodeForm, "");
                })
                .collect(Collectors.joining("&"));
    }

    private static String changed(String encoded, IdTranslation ids, UnaryOperator<String> decode, String plain) {
        return encoded.isEmpty()
                ? encoded
                : ids.kept(decode.apply(encoded))
                        .map(kept -> PercentEncoding.encode(kept.getBytes(StandardCharsets.UTF_8), plain))
                        .orElse(encoded);
    }
}
