package io.reprise.core.family.amazon;

import io.reprise.core.exchange.PercentEncoding;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path says: {@code /model/{model}/{operation}}.
 *
 * @param model an id or an ARN, decoded; some clients encode the colons and slashes in it, some do not
 * @param name such as {@code converse-stream}
 */
record BedrockOperation(String model, String name) {
    private static final Pattern PATH = Pattern.compile("(?:.*/)?model/(.+)/([a-z-]+)/*");

    static Optional<BedrockOperation> of(String path) {
        Matcher matcher = PATH.matcher(path);
        return path.contains("model/") && matcher.matches()
                ? Optional.of(new BedrockOperation(PercentEncoding.decodeText(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }
}
