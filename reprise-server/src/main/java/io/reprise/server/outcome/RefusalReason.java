package io.reprise.server.outcome;

import java.util.Locale;

/** Why requests were refused, as their statuses tell: the few kinds that a person who watches a server looks for. */
public enum RefusalReason {
    /** It is no request that this server understands, or names what is not there. */
    WRONG_REQUEST,
    /** It has no access token, or a wrong one. */
    NO_TOKEN,
    /** It comes from another machine or page than may ask. */
    FORBIDDEN,
    /** It did not arrive in time. */
    TOO_SLOW,
    /** Its line, header or body is too large. */
    TOO_LARGE,
    /** There is no memory for it now, or the server stops. */
    NO_ROOM,
    /** All else. */
    OTHER;

    static RefusalReason of(int status) {
        return switch (status) {
            case 401 -> NO_TOKEN;
            case 403 -> FORBIDDEN;
            case 408 -> TOO_SLOW;
            case 413, 414, 431 -> TOO_LARGE;
            case 503 -> NO_ROOM;
            default -> status >= 400 && status < 500 ? WRONG_REQUEST : OTHER;
        };
    }

    /** As it is written in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
