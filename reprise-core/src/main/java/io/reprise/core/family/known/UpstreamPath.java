package io.reprise.core.family.known;

import java.net.URI;

/**
 * The path at which the API of an upstream begins, and which paths here and there belong together.
 *
 * @param path such as {@code /openai/v1}; empty if the API begins at the root. It ends with no slash
 */
public record UpstreamPath(String path) {
    private static final String V1 = "/v1";

    /** That of an upstream's URL, whatever slashes it ends with. */
    public static UpstreamPath of(URI url) {
        return new UpstreamPath(url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", ""));
    }

    /**
     * The path on this upstream of a request for {@code asked} here. Programs say {@code /v1/…} where the upstream's URL
     * already ends in a path of its own, so a common beginning is not doubled. Others leave {@code /v1} out, where the API has it.
     */
    public String target(String asked) {
        if (path.isEmpty() && PathsBelowV1.always(asked) || path.endsWith(V1) && PathsBelowV1.usually(asked)) {
            return (path.isEmpty() ? V1 : path) + asked;
        }
        if (path.isEmpty() || asked.equals(path) || asked.startsWith(path + "/")) {
            return asked;
        }
        if (asked.startsWith(V1 + "/")) {
            return path + asked.substring(V1.length());
        }
        return path.replaceAll("/v1$", "") + asked;
    }
}
