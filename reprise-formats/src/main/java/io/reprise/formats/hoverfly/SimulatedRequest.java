package io.reprise.formats.hoverfly;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.Stubs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The one request that a pair describes, if it describes one. */
final class SimulatedRequest {
    /** The names of the matcher that fits one text: of the versions 4 and 5, and of 2 and 3. */
    private static final Set<String> EXACT = Set.of("exact", "exactMatch");

    private static final Set<String> JSON = Set.of("json", "jsonMatch");
    private static final Set<String> GLOB = Set.of("glob", "globMatch");

    private static final Pattern USUAL_HEADER = Pattern.compile(
            "(?i)user-agent|host|content-.*|connection|accept.*|sec-.*|transfer-encoding|cache-control|authorization|pragma|x-stainless-.*");

    private SimulatedRequest() {}

    /** A matcher and what it compares with. */
    private record Matcher(String kind, Json value) {}

    /**
     * The request.
     *
     * @param losses gets what else the pair says about requests
     * @throws NotImportedException if the pair answers more than one request
     */
    static RecordedCall of(Json pair, List<Loss> losses) {
        Json request = pair.get("request").orElse(Json.NULL);
        String method = exact(request, "method")
                .orElseThrow(() -> new NotImportedException("it answers requests with any method"));
        String path =
                exact(request, "path").orElseThrow(() -> new NotImportedException("it answers requests to any path"));
        String host = exact(request, "destination").orElse("");
        String scheme = exact(request, "scheme").orElse("https");
        String query = query(request, losses);
        Headers headers = headers(request);
        if (headers.fields().stream()
                .anyMatch(field -> !USUAL_HEADER.matcher(field.name()).matches())) {
            losses.add(new Loss("request.headers", "headers do not decide which recording answers"));
        }
        String url = (host.isEmpty() ? "" : scheme + "://" + host) + path + (query.isEmpty() ? "" : "?" + query);
        return RecordedCall.inAnyCase(method, url, headers, body(request, method));
    }

    private static List<Matcher> matchers(Json field) {
        if (field.string().isPresent()) {
            return List.of(new Matcher("exact", field));
        }
        if (field instanceof Json.JsonArray array) {
            return array.items().stream()
                    .map(item -> item.string().isPresent()
                            ? new Matcher("exact", item)
                            : new Matcher(
                                    item.text("matcher").isEmpty() ? "exact" : item.text("matcher"),
                                    item.get("value").orElse(Json.NULL)))
                    .toList();
        }
        return field.members().stream()
                .map(member -> new Matcher(member.name(), member.value()))
                .toList();
    }

    /** The text of a field; empty if the request may have any. */
    private static Optional<String> exact(Json request, String name) {
        List<Matcher> matchers = matchers(request.get(name).orElse(Json.NULL));
        return matchers.isEmpty() ? Optional.empty() : Optional.of(exact(matchers, name));
    }

    private static String exact(List<Matcher> matchers, String name) {
        for (Matcher matcher : matchers) {
            Optional<String> text = matcher.value().string();
            boolean isText = EXACT.contains(matcher.kind())
                    || GLOB.contains(matcher.kind())
                            && text.filter(glob -> glob.indexOf('*') < 0).isPresent();
            if (isText && text.isPresent()) {
                return text.get();
            }
        }
        throw new NotImportedException("its '" + name + "' fits more than one"
                + (matchers.isEmpty() ? "" : ": " + matchers.get(0).kind()));
    }

    private static String query(Json request, List<Loss> losses) {
        for (String old : List.of("deprecatedQuery", "query")) {
            Json field = request.get(old).orElse(Json.NULL);
            boolean isWhole = field.string().isPresent()
                    || field instanceof Json.JsonArray
                    || field.members().stream()
                            .anyMatch(member -> EXACT.contains(member.name())
                                    && member.value().string().isPresent());
            if (isWhole) {
                return exact(request, old).orElse("");
            }
        }
        if (request.get("query").isEmpty()) {
            losses.add(new Loss(
                    "request.query", "Hoverfly answers any query; the recording answers the request without one"));
        }
        List<String> members = new ArrayList<>();
        for (Json.Member member : request.get("query").orElse(Json.NULL).members()) {
            for (String value : exact(matchers(member.value()), "query").split(";", -1)) {
                members.add(encoded(member.name()) + "=" + encoded(value));
            }
        }
        return String.join("&", members);
    }

    private static String encoded(String text) {
        return PercentEncoding.encode(text.getBytes(StandardCharsets.UTF_8), "");
    }

    private static Headers headers(Json request) {
        List<Headers.Field> fields = new ArrayList<>();
        for (Json.Member member : request.get("headers").orElse(Json.NULL).members()) {
            for (Matcher matcher : matchers(member.value())) {
                matcher.value()
                        .string()
                        .filter(text -> EXACT.contains(matcher.kind()))
                        .ifPresent(text -> fields.add(new Headers.Field(member.name(), text)));
            }
        }
        return new Headers(fields);
    }

    private static Bytes body(Json request, String method) {
        List<Matcher> matchers = matchers(request.get("body").orElse(Json.NULL));
        if (matchers.isEmpty()) {
            if (Stubs.isWithBody(method)) {
                throw new NotImportedException("it answers requests with any body");
            }
            return Bytes.EMPTY;
        }
        Optional<Json> json = matchers.stream()
                .filter(matcher -> JSON.contains(matcher.kind()))
                .map(Matcher::value)
                .findFirst();
        return Bytes.utf8(json.map(value -> value.string().orElseGet(() -> value.write(Layout.COMPACT)))
                .orElseGet(() -> exact(matchers, "body")));
    }
}
