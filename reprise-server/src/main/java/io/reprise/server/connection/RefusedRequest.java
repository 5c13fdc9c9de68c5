package io.reprise.server.connection;

import io.reprise.server.network.TimeLimit;

/**
 * Why the rest of a request is not read. Travels through Netty in the place of what could not be decoded.
 *
 * @see RequestDecoder
 */
public final class RefusedRequest extends Exception {
    private final int status;

    /** @param message for the client */
    public RefusedRequest(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** @param awaited what has not come, for people */
    public static RefusedRequest late(String awaited, TimeLimit limit) {
        return new RefusedRequest(
                408, awaited + " did not arrive within " + limit + "; '" + limit.setting() + "' gives it more time");
    }

    public int status() {
        return status;
    }

    public String said() {
        return String.valueOf(getMessage());
    }
}
