package io.reprise.server.client;

import io.reprise.server.network.ConnectionFailure;
import io.reprise.server.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/** An upstream could not be asked, or gave no answer. The message says which, why and what to do next. */
public final class UpstreamException extends RuntimeException {
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    private final boolean isAway;

    UpstreamException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** @param isAway whether no connection could be made, so that asking again in a moment is of no use */
    UpstreamException(String message, @Nullable Throwable cause, boolean isAway) {
        super(message, cause);
        this.isAway = isAway;
    }

    /** More was sent than is read, in bytes. */
    static UpstreamException tooLarge(Upstream upstream, long mostBytes) {
        return new UpstreamException(
                "upstream '" + upstream.label() + "' sent an answer of more than " + mostBytes
                        + " bytes; 'limits.max-recording' in reprise.yaml allows more",
                null);
    }

    /** The status of an answer that says so (RFC 9110, 15.6). */
    public static int status(Throwable failure) {
        return FailedConnection.isTimeout(failure) ? GATEWAY_TIMEOUT : BAD_GATEWAY;
    }

    /** Whether we have waited for too long. */
    public static boolean isTimeout(Throwable failure) {
        return FailedConnection.isTimeout(failure);
    }

    /** Why there is no answer, in words for people. */
    public static String reason(Throwable failure) {
        return failure instanceof UpstreamException known
                ? String.valueOf(known.getMessage())
                : ConnectionFailure.words(failure);
    }

    /** Whether a request failed because no connection to its upstream could be made. */
    public static boolean isAway(Throwable failure) {
        return failure instanceof UpstreamException known && known.isAway;
    }
}
