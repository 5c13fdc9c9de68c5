package io.reprise.server.client;

import io.reprise.server.network.TimeLimit;

/** An upstream let us wait for too long. */
public final class UpstreamTimeoutException extends RuntimeException {
    /** @param awaited what did not come, for people */
    UpstreamTimeoutException(String awaited, TimeLimit limit) {
        super(said(awaited, limit), null, false, false);
    }

    static String said(String awaited, TimeLimit limit) {
        return awaited + " within " + limit + "; '" + limit.setting() + "' gives it more time";
    }
}
