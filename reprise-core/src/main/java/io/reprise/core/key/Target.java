package io.reprise.core.key;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.redact.search.CredentialNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The path and query of a request, in a normalized spelling.
 *
 * @param path segments that escape only what must be escaped
 * @param query members without credentials, each as {@code name=value} with all but unreserved characters escaped
 */
record Target(String path, List<String> query) {
    /** What may stand in a path segment besides unreserved characters (RFC 3986, 3.3), and the slash between segments. */
    private static final String PATH_PLAIN = "!$&'()*+,;=:@/";

    private static final String SEGMENT_PLAIN = "!$&'()*+,;=:@";
    private static final String DOUBLED = "/v1/v1";

    static Target of(String path, String query) {
        return new Target(path(path), query(query));
    }

    /** This target with each segment of the path, and each value of the query, changed where it is UTF-8. */
    Target change(UnaryOperator<String> change) {
        String changedPath = Arrays.stream(path.split("/", -1))
                .map(segment -> changed(segment, change, SEGMENT_PLAIN))
                .collect(Collectors.joining("/"));
        List<String> changedQuery = query.stream()
                .map(member -> {
                    int value = member.indexOf('=') + 1;
                    return member.substring(0, value) + changed(member.substring(value), change, "");
                })
                .toList();
        return new Target(changedPath, changedQuery);
    }

    private static String changed(String encoded, UnaryOperator<String> change, String plain) {
        return Bytes.owning(PercentEncoding.decode(encoded))
                .decode()
                .map(change)
                .map(text -> PercentEncoding.encode(text.getBytes(StandardCharsets.UTF_8), plain))
                .orElse(encoded);
    }

    private static String path(String path) {
        String normal = path;
        if (!PercentEncoding.isNormal(path, PATH_PLAIN)) {
            List<String> segments = new ArrayList<>();
            for (String segment : path.split("/", -1)) {
                segments.add(PercentEncoding.encode(PercentEncoding.decode(segment), SEGMENT_PLAIN));
            }
            normal = String.join("/", segments);
        }
        while (normal.startsWith(DOUBLED)
                && (normal.length() == DOUBLED.length() || normal.charAt(DOUBLED.length()) == '/')) {
            normal = normal.substring(DOUBLED.length() / 2);
        }
        return normal;
    }

    /** As the WHATWG URL standard parses {@code application/x-www-form-urlencoded}, but to bytes. */
    private static List<String> query(String query) {
        if (query.isEmpty()) {
            return List.of();
        }
        List<String> members = new ArrayList<>();
        for (String member : query.split("&")) {
            int equals = member.indexOf('=');
            byte[] name = decodeForm(equals < 0 ? member : member.substring(0, equals));
            byte[] value = decodeForm(equals < 0 ? "" : member.substring(equals + 1));
            if (!member.isEmpty() && !CredentialNames.isQueryMember(new String(name, StandardCharsets.UTF_8))) {
                members.add(PercentEncoding.encode(name, "") + "=" + PercentEncoding.encode(value, ""));
            }
        }
        return members;
    }

    private static byte[] decodeForm(String text) {
        return PercentEncoding.decode(text.replace('+', ' '));
    }
}
