package io.reprise.server.mcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The revisions of the protocol that are spoken. */
enum Revision {
    MARCH_2025("2025-03-26"),
    JUNE_2025("2025-06-18"),
    NOVEMBER_2025("2025-11-25"),
    /** Without a handshake: each request says its revision. */
    JULY_2026("2026-07-28");

    private final String label;

    Revision(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Whether a client begins with {@code initialize}. */
    boolean hasHandshake() {
        return this != JULY_2026;
    }

    static Optional<Revision> of(String label) {
        return Arrays.stream(values())
                .filter(revision -> revision.label.equals(label))
                .findFirst();
    }

    /** What {@code initialize} answers where a client wants {@code label}. */
    static Revision negotiated(String label) {
        return of(label).filter(Revision::hasHandshake).orElse(NOVEMBER_2025);
    }

    /** The labels, the newest first. */
    static List<String> labels() {
        return Arrays.stream(values())
                .sorted((one, other) -> other.compareTo(one))
                .map(Revision::label)
                .toList();
    }
}
