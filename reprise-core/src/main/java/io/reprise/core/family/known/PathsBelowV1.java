package io.reprise.core.family.known;

import java.util.Set;

/** Paths that providers have below {@code /v1}, and that some clients ask for without it, since base URLs differ in whether they end in {@code /v1}. */
public final class PathsBelowV1 {
    /** No provider has these at its root. */
    private static final Set<String> NEVER_AT_ROOT = Set.of("messages");

    /** Some have these at their root, so the URL of the upstream decides. */
    private static final Set<String> USUAL = Set.of(
            "audio",
            "batches",
            "chat",
            "completions",
            "conversations",
            "embeddings",
            "files",
            "images",
            "messages",
            "models",
            "moderations",
            "responses",
            "vector_stores");

    private PathsBelowV1() {}

    /** Whether an upstream whose URL ends in {@code /v1} has it there, such as {@code /chat/completions}. */
    public static boolean usually(String path) {
        return USUAL.contains(first(path));
    }

    /** Whether an upstream has it there, whatever its URL is, such as {@code /messages}. */
    public static boolean always(String path) {
        return NEVER_AT_ROOT.contains(first(path));
    }

    private static String first(String path) {
        int end = path.indexOf('/', 1);
        return path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end);
    }
}
