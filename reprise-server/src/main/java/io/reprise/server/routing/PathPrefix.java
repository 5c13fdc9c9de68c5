package io.reprise.server.routing;

/**
 * What a client says to Reprise at the beginning of a path, as it was sent.
 *
 * @param all such as {@code /t/one/u/vllm}; empty if it says nothing
 * @param ofTest the part that names the test
 * @param isFromRoot whether the rest is a path of the upstream's host, and not one below the path of its URL
 */
public record PathPrefix(String all, String ofTest, boolean isFromRoot) {
    static final PathPrefix NONE = new PathPrefix("", "", false);

    /** Names the root of the upstream's host, where the path of its URL does not lead to. */
    static final String ROOT = "/__reprise/root";

    PathPrefix plus(String more, boolean namesTest) {
        return new PathPrefix(all + more, namesTest ? more : ofTest, isFromRoot);
    }

    PathPrefix fromRoot() {
        return new PathPrefix(all, ofTest, true);
    }
}
