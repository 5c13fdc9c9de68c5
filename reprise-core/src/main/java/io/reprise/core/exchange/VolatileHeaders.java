package io.reprise.core.exchange;

import java.util.regex.Pattern;

/**
 * The headers of answers that are about one transfer and not about what it brings: ids of requests, dates, times that something took, rate
 * limits, caches and cookies. Of a header that is not known, nobody can say that it does not describe the content.
 */
public final class VolatileHeaders {
    private static final Pattern NAMES = Pattern.compile(
            // which request it was
            ".*request-?id|.*(?:correlation|activity|invocation|inference|generation)-id|.*trace.*|.*-ray|x-amz-cf-id|x-amz-id-2"
                    // when, and how long it took
                    + "|date|age|(?:x-accel-)?expires|server-timing|x-timer|x-runtime|.*latency(?:-ms)?"
                    + "|.*-(?:processing|e2e|itl|ttft|elapsed|took)-ms"
                    + "|.*-(?:processing|response|service|request|compute|queue|inference|validation|total)-time"
                    // how much is left
                    + "|.*rate-?limit.*"
                    // who passed it on, and to whom
                    + "|via|x-served-by|x-(?:proxy-|origin-)?cache|x-cache-hits|cf-cache-status|report-to|nel|set-cookie");

    private VolatileHeaders() {}

    /** @param name in lower case */
    public static boolean have(String name) {
        return NAMES.matcher(name).matches();
    }
}
