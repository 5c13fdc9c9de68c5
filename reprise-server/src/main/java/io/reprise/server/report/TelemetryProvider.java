package io.reprise.server.report;

import io.reprise.core.family.ParsedExchange;
import io.reprise.core.redact.CredentialMask;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A way to export what becomes of requests. Found by {@link java.util.ServiceLoader} when one is asked for. */
public interface TelemetryProvider {
    /** As the setting {@code telemetry} names it. */
    String name();

    /**
     * Begins to export.
     *
     * @param environment the variables that settings of the exporter may be in
     * @throws IllegalArgumentException if one of them cannot be used; the message says which, and why
     */
    Telemetry open(Map<String, String> environment, Server server);

    /**
     * What is exported from.
     *
     * @param mask of all texts that are exported
     * @param say tells people what went wrong
     * @param recorded reads the recording at a location; blocks
     */
    record Server(CredentialMask mask, Consumer<String> say, Function<String, Optional<ParsedExchange>> recorded) {}

    /** Begins to export from a server. */
    @FunctionalInterface
    interface Opening {
        /** Leaves telemetry off. */
        Opening NONE = server -> Telemetry.OFF;

        Telemetry open(Server server);
    }
}
