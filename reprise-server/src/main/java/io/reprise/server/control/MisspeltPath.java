package io.reprise.server.control;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path that was meant for Reprise, and does not begin with {@code /__reprise/} as it is written. No API has such a name in its paths. */
final class MisspeltPath {
    private static final Pattern ENCODED = Pattern.compile("%([2-7][0-9a-fA-F])");

    /** In another case, after two slashes, or below the path of an API, as where it was appended to a base URL. */
    private static final Pattern MEANT = Pattern.compile("/__reprise(?=/|$)", Pattern.CASE_INSENSITIVE);

    private MisspeltPath() {}

    /** The path that was meant; empty for a path of an API. */
    static Optional<String> meant(String path) {
        String decoded = path.indexOf('%') < 0
                ? path
                : ENCODED.matcher(path)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
        Matcher matcher = MEANT.matcher(decoded);
        return matcher.find()
                ? Optional.of(
                        ControlApi.PREFIX + decoded.substring(matcher.end()).replaceFirst("^/+", ""))
                : Optional.empty();
    }
}
