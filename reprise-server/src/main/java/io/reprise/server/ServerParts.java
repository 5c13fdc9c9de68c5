package io.reprise.server;

import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Store;
import io.reprise.server.memory.MemorySettings;
import io.reprise.server.network.NetworkTransport;
import io.reprise.server.report.Detail;
import io.reprise.server.report.LogFormat;
import io.reprise.server.report.TelemetryProvider;
import io.reprise.server.spool.SpoolSettings;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a server is made of that lives longer than it, or is chosen from outside.
 *
 * @param spool where answers wait while the store is away; empty if they are lost then
 */
public record ServerParts(
        Store store, KeyRules rules, Redaction redaction, LogOptions log, Host host, Optional<SpoolSettings> spool) {
    /** Without a place for answers whose store is away. */
    public ServerParts(Store store, KeyRules rules, Redaction redaction, LogOptions log, Host host) {
        this(store, rules, redaction, log, host, Optional.empty());
    }

    /**
     * How people are told what happens.
     *
     * @param out where the line per request goes
     * @param recordCommand the command line that records what is missed, for people to copy
     */
    public record LogOptions(PrintStream out, Detail detail, LogFormat format, String recordCommand) {
        /** A log for people. */
        public LogOptions(PrintStream out, Detail detail, String recordCommand) {
            this(out, detail, LogFormat.TEXT, recordCommand);
        }
    }

    /**
     * The process that a server runs in.
     *
     * @param onOutOfMemory called on any thread when the memory has run out; a program of its own ends there
     * @param clock tells on which day recordings are made
     * @param telemetry begins to export what becomes of requests
     */
    public record Host(
            NetworkTransport transport,
            MemorySettings memory,
            Consumer<OutOfMemoryError> onOutOfMemory,
            InstantSource clock,
            TelemetryProvider.Opening telemetry) {
        public Host(NetworkTransport transport, MemorySettings memory, Consumer<OutOfMemoryError> onOutOfMemory) {
            this(transport, memory, onOutOfMemory, InstantSource.system(), TelemetryProvider.Opening.NONE);
        }

        /** In UTC. */
        LocalDate today() {
            return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        }

        /** A process that goes on whatever happens to the server. */
        public static Host of(NetworkTransport transport) {
            return new Host(transport, MemorySettings.standard(), outOfMemory -> {});
        }
    }
}
