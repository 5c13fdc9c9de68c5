package io.reprise.formats.wiremock;

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

/** The one request that a mapping describes, if it describes one. */
final class MappingRequest {
    /** What decides beyond what a question of Reprise has. */
    private static final List<String> NOT_COMPARED = List.of("headers", "cookies", "basicAuthCredentials", "clientIp");

    private MappingRequest() {}

    /**
     * The request.
     *
     * @param losses gets what else the mapping says about requests
     * @throws NotImportedException if the mapping answers more than one request
     */
    static RecordedCall of(Json mapping, List<Loss> losses) {
        Json request = mapping.get("request").orElse(Json.NULL);
        String method = request.text("method");
        if (method.isEmpty() || method.equals("ANY")) {
            throw new NotImportedException("it answers requests with any method");
        }
        for (String matcher : List.of("customMatcher", "multipartPatterns", "formParameters")) {
            if (request.get(matcher).isPresent()) {
                throw new NotImportedException("it has '" + matcher + "', from which the request is not known exactly");
            }
        }
        for (String matcher : NOT_COMPARED) {
            if (request.get(matcher).filter(any -> !isOnlyContentType(any)).isPresent()) {
                losses.add(new Loss("request." + matcher, "it does not decide which recording answers"));
            }
        }
        Bytes body = body(request, method, losses);
        Optional<String> own = OwnMetadata.in(mapping).flatMap(OwnMetadata::method);
        return own.isPresent()
                ? new RecordedCall(own.get(), url(request, losses), headers(request), body)
                : RecordedCall.inAnyCase(method, url(request, losses), headers(request), body);
    }

    private static boolean isOnlyContentType(Json matchers) {
        return matchers.members().stream()
                .allMatch(member -> member.name().equalsIgnoreCase("content-type")
                        || member.name().equalsIgnoreCase("accept"));
    }

    private static String url(Json request, List<Loss> losses) {
        String host = request.text("host", "equalTo");
        String origin = host.isEmpty() ? "" : "http://" + host;
        if (!request.text("url").isEmpty()) {
            return origin + request.text("url");
        }
        String template = request.text("urlPathTemplate");
        String path = template.isEmpty() || template.contains("{") ? request.text("urlPath") : template;
        if (path.isEmpty()) {
            String pattern = List.of("urlPattern", "urlPathPattern", "urlPathTemplate").stream()
                    .filter(name -> !request.text(name).isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new NotImportedException("it answers requests to any URL"));
            throw new NotImportedException("its '" + pattern + "' is a pattern, which fits more than one URL");
        }
        List<String> members = members(request);
        if (members.isEmpty()) {
            losses.add(new Loss(
                    "request.urlPath", "WireMock answers any query; the recording answers the request without one"));
        }
        return origin + path + (members.isEmpty() ? "" : "?" + String.join("&", members));
    }

    private static List<String> members(Json request) {
        List<String> members = new ArrayList<>();
        for (Json.Member member :
                request.get("queryParameters").orElse(Json.NULL).members()) {
            List<Json> matchers = member.value().get("hasExactly").isPresent()
                    ? member.value().list("hasExactly")
                    : List.of(member.value());
            for (Json matcher : matchers) {
                String value = matcher.get("equalTo")
                        .flatMap(Json::string)
                        .orElseThrow(() ->
                                new NotImportedException("its 'queryParameters' have a matcher that is not 'equalTo'"));
                members.add(encoded(member.name()) + "=" + encoded(value));
            }
        }
        return members;
    }

    private static String encoded(String text) {
        return PercentEncoding.encode(text.getBytes(StandardCharsets.UTF_8), "");
    }

    /** Those that a mapping asks for exactly. */
    private static Headers headers(Json request) {
        return new Headers(request.get("headers").orElse(Json.NULL).members().stream()
                .flatMap(member -> member.value().get("equalTo").flatMap(Json::string).stream()
                        .map(value -> new Headers.Field(member.name(), value)))
                .toList());
    }

    private static Bytes body(Json request, String method, List<Loss> losses) {
        List<Json> patterns = request.list("bodyPatterns");
        if (patterns.isEmpty()) {
            if (Stubs.isWithBody(method)) {
                throw new NotImportedException("it answers requests with any body");
            }
            return Bytes.EMPTY;
        }
        if (patterns.stream().anyMatch(pattern -> Stubs.isTrue(pattern, "absent"))) {
            return Bytes.EMPTY;
        }
        return patterns.stream()
                .flatMap(pattern -> exact(pattern, losses).stream())
                .findFirst()
                .orElseThrow(() -> new NotImportedException("its 'bodyPatterns' fit more than one body: "
                        + patterns.get(0).members().stream()
                                .map(Json.Member::name)
                                .findFirst()
                                .orElse("it is empty")));
    }

    private static Optional<Bytes> exact(Json pattern, List<Loss> losses) {
        Optional<Json> json = pattern.get("equalToJson");
        if (json.isPresent()) {
            String text = json.get().string().orElseGet(() -> json.get().write(Layout.COMPACT));
            if (text.contains("${json-unit")) {
                throw new NotImportedException("its 'equalToJson' has placeholders, which fit more than one body");
            }
            for (String leniency : List.of("ignoreExtraElements", "ignoreArrayOrder")) {
                if (pattern.get(leniency).filter(Json.TRUE::equals).isPresent()) {
                    losses.add(new Loss(
                            "request.bodyPatterns." + leniency,
                            "the recording answers exactly this body; rules in reprise.yaml leave members out"));
                }
            }
            return Optional.of(Bytes.utf8(text));
        }
        Optional<String> base64 = pattern.get("binaryEqualTo").flatMap(Json::string);
        return base64.isPresent()
                ? base64.map(Stubs::base64)
                : pattern.get("caseInsensitive").filter(Json.TRUE::equals).isPresent()
                        ? Optional.empty()
                        : pattern.get("equalTo").flatMap(Json::string).map(Bytes::utf8);
    }
}
