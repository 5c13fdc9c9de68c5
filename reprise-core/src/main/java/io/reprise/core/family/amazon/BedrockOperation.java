package io.reprise.core.family.amazon;

import io.reprise.core.exchange.PercentEncoding;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a path says: {@code /model/{model}/{operation}}.
 *
 * @param model an id or an ARN, decoded; some clients encode the colons and slashes in it, some do not
 * @param name such as {@code converse-stream}
 */
record BedrockOperation(String model, String name) {
    private static final String PREFIX = "model/";
    private static final Pattern NAME = Pattern.compile("[a-z-]+");

    static Optional<BedrockOperation> of(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        int slash = path.lastIndexOf('/', end - 1);
        int start = startOfModel(path, slash);
        String name = path.substring(slash + 1, end);
        return start >= 0 && NAME.matcher(name).matches()
                ? Optional.of(new BedrockOperation(PercentEncoding.decodeText(path.substring(start, slash)), name))
                : Optional.empty();
    }

    /** Where the last model begins that has a character or more before {@code end}; negative if there is none. */
    private static int startOfModel(String path, int end) {
        int at = end;
        do {
            at = path.lastIndexOf(PREFIX, Math.min(at, end - PREFIX.length()) - 1);
        } while (at > 0 && path.charAt(at - 1) != '/');
        return at < 0 ? -1 : at + PREFIX.length();
    }
}
