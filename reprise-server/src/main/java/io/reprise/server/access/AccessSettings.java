package io.reprise.server.access;

import java.util.List;
import java.util.Optional;

/**
 * Who may use the server.
 *
 * @param token that every request must bring; empty for none
 * @param origins of web pages that may use it, besides those of this machine
 * @param mayAgentsWrite whether tools of the Model Context Protocol may change something
 */
public record AccessSettings(Optional<String> token, List<AllowedOrigin> origins, boolean mayAgentsWrite) {
    /** Programs and pages of this machine. */
    public static final AccessSettings DEFAULT = new AccessSettings(Optional.empty(), List.of());

    /** Agents may only read. */
    public AccessSettings(Optional<String> token, List<AllowedOrigin> origins) {
        this(token, origins, false);
    }

    public AccessSettings {
        origins = List.copyOf(origins);
    }
}
