package io.reprise.server.network;

import io.vertx.core.transport.Transport;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ways to have the system read and write sockets. */
public enum NetworkTransport {
    /** {@link #EPOLL} where this machine has it, else {@link #NIO}. */
    AUTO,
    /** Linux since 5.11, where the kernel and the container allow it. Only where it is asked for: docs/decisions/0008. */
    IO_URING,
    /** Linux. */
    EPOLL,
    /** What Java itself brings, everywhere. */
    NIO;

    /** @throws IllegalArgumentException if it is none of them */
    public static NetworkTransport parse(String text) {
        return Arrays.stream(values())
                .filter(networking -> networking.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no transport '" + text + "'; there are "
                        + Arrays.stream(values())
                                .map(NetworkTransport::toString)
                                .collect(Collectors.joining(", "))));
    }

    /**
     * The one that is used.
     *
     * @throws IllegalArgumentException if this machine does not have it
     */
    public Transport transport() {
        if (this == AUTO) {
            return isAvailable(Transport.EPOLL) ? Transport.EPOLL : Transport.NIO;
        }
        Transport wanted = wanted();
        if (!isAvailable(wanted)) {
            throw new IllegalArgumentException("transport '" + this + "' does not work here: " + reason(wanted)
                    + "; without --transport, Reprise chooses one that works");
        }
        return wanted;
    }

    private Transport wanted() {
        return switch (this) {
            case IO_URING -> Transport.IO_URING;
            case EPOLL -> Transport.EPOLL;
            default -> Transport.NIO;
        };
    }

    /** Vert.x knows only those of which the classes are there. */
    private static boolean isAvailable(@Nullable Transport transport) {
        return transport != null && transport.available();
    }

    private static String reason(@Nullable Transport transport) {
        Throwable cause = transport == null ? null : transport.unavailabilityCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == null ? "it is not part of this program" : String.valueOf(cause.getMessage());
    }

    /** As it is written in settings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
