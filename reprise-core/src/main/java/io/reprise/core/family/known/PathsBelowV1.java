package io.reprise.core.family.known;

import java.util.Optional;
import java.util.Set;

/** Paths that providers have below {@code /v1}, and that some clients ask for without it, since base URLs differ in whether they end in {@code /v1}. */
public final class PathsBelowV1 {
    /** No provider has these at its root. */
    private static final Set<String> NEVER_AT_ROOT = Set.of("messages");

    /** Some have these at their root, so the URL of the upstream decides. */
    private static final Set<String> USUAL = Set.of(
            "assistants",
            "audio",
            "batches",
            "chat",
            "completions",
            "containers",
            "conversations",
            "embeddings",
            "evals",
            "files",
            "fim",
            "fine_tuning",
            "images",
            "messages",
            "models",
            "moderations",
            "ocr",
            "responses",
            "skills",
            "threads",
            "uploads",
            "vector_stores",
            "videos");

    private static final String V1 = "/v1";

    private PathsBelowV1() {}

    /** Whether an upstream whose URL ends in {@code /v1} has it there, such as {@code /chat/completions}. */
    public static boolean usually(String path) {
        return USUAL.contains(first(path));
    }

    /** Whether an upstream has it there, whatever its URL is, such as {@code /messages}. */
    public static boolean always(String path) {
        return NEVER_AT_ROOT.contains(first(path));
    }

    /** The same path with {@code /v1} where clients may leave it out: {@code /v1/messages} for {@code /messages}. */
    public static String full(String path) {
        return usually(path) ? V1 + path : path;
    }

    /** Whether two paths are the same but for a {@code /v1} that clients may leave out. */
    public static boolean areSame(String one, String other) {
        return full(one).equals(full(other));
    }

    /** {@code /messages} for {@code /v1/messages}, and the reverse; empty for a path that has one spelling only. */
    public static Optional<String> otherSpelling(String path) {
        if (usually(path)) {
            return Optional.of(V1 + path);
        }
        return path.startsWith(V1 + "/") && usually(path.substring(V1.length()))
                ? Optional.of(path.substring(V1.length()))
                : Optional.empty();
    }

    private static String first(String path) {
        int end = path.indexOf('/', 1);
        return path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end);
    }
}
