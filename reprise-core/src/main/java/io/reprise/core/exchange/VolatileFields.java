package io.reprise.core.exchange;

import java.util.regex.Pattern;

/** The fields of answers that have another value each time, such as an id of the request or a time, though the answer is the same. */
public final class VolatileFields {
    private static final Pattern NAMES = Pattern.compile(
            "(?:.*-)?(?:id|ray|ms|time|trace|traceparent|duration|latency|etag|nonce|reset|remaining|via|report-to|nel|age|"
                    + "date|expires|last-modified|server-timing|x-served-by|x-timer|x-cache|x-cache-hits)|.*ratelimit.*|.*rate-limit.*");

    private VolatileFields() {}

    /** @param name in lower case */
    public static boolean has(String name) {
        return NAMES.matcher(name).matches();
    }
}
