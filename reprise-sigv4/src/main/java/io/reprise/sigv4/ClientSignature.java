package io.reprise.sigv4;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the signature of a client says about itself, in the header {@code Authorization} or in the query.
 *
 * @param service as it is called in signatures, such as {@code bedrock}
 * @param seconds for how long it is valid; empty where it is in the header
 */
record ClientSignature(String region, String service, Optional<Long> seconds) {
    /** The name of a field, or of a member of the query where the signature is there. */
    static final String PAYLOAD_HASH = "x-amz-content-sha256";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /** Access key, date, region, service. */
    private static final Pattern SCOPE = Pattern.compile("[^/\\s,]+/[0-9]{8}/([^/\\s,]+)/([^/\\s,]+)/aws4_request");

    /** Fields that belong to a signature. */
    private static final Set<String> FIELDS =
            Set.of("authorization", "x-amz-date", "x-amz-security-token", PAYLOAD_HASH);

    private static final String QUERY_PREFIX = "x-amz-";
    private static final Set<String> QUERY_MEMBERS = Set.of(
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-expires",
            "x-amz-security-token",
            "x-amz-signature",
            "x-amz-signedheaders");

    static boolean isIn(Request request) {
        return of(request).isPresent();
    }

    static Optional<ClientSignature> of(Request request) {
        Optional<String> header = request.headers()
                .first("authorization")
                .filter(value -> value.stripLeading().startsWith(ALGORITHM + " "));
        if (header.isPresent()) {
            return scope(header.get(), Optional.empty());
        }
        boolean isInQuery =
                member(request, "x-amz-algorithm").filter(ALGORITHM::equals).isPresent();
        Optional<Long> seconds = member(request, "x-amz-expires")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::parseLong);
        return isInQuery
                ? member(request, "x-amz-credential")
                        .flatMap(scope -> scope(scope, seconds.or(() -> Optional.of(900L))))
                : Optional.empty();
    }

    private static Optional<ClientSignature> scope(String text, Optional<Long> seconds) {
        Matcher scope = SCOPE.matcher(text);
        return scope.find()
                ? Optional.of(new ClientSignature(scope.group(1), scope.group(2), seconds))
                : Optional.empty();
    }

    boolean isInQuery() {
        return seconds.isPresent();
    }

    /** What the client says about the hash of the body, where its signature is. */
    Optional<String> payloadHash(Request request) {
        return isInQuery() ? member(request, PAYLOAD_HASH) : request.headers().first(PAYLOAD_HASH);
    }

    /** The request as it was before it was signed. */
    static Request withoutSignature(Request request) {
        Headers headers = request.headers().filter(field -> !FIELDS.contains(field.name()));
        List<String> members = members(request.query()).stream()
                .filter(member -> !QUERY_MEMBERS.contains(name(member).toLowerCase(Locale.ROOT)))
                .toList();
        return new Request(request.method(), request.path(), String.join("&", members), headers, request.body());
    }

    private static Optional<String> member(Request request, String name) {
        return request.query().toLowerCase(Locale.ROOT).contains(QUERY_PREFIX)
                ? members(request.query()).stream()
                        .filter(member -> name(member).equalsIgnoreCase(name))
                        .findFirst()
                        .map(ClientSignature::value)
                : Optional.empty();
    }

    /** As they are in the query. */
    static List<String> members(String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(member -> !member.isEmpty())
                .toList();
    }

    /** Decoded. */
    static String name(String member) {
        int equals = member.indexOf('=');
        return PercentEncoding.decodeText(equals < 0 ? member : member.substring(0, equals));
    }

    /** Decoded. */
    static String value(String member) {
        int equals = member.indexOf('=');
        return equals < 0 ? "" : PercentEncoding.decodeText(member.substring(equals + 1));
    }
}
