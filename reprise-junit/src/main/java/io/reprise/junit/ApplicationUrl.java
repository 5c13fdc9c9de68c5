package io.reprise.junit;

import java.util.UUID;

/**
 * The base URL of an application, which is started once and used by many tests.
 *
 * @param server such as {@code http://127.0.0.1:41873}
 * @param alias what stands in the place of a test
 */
record ApplicationUrl(String server, String alias) {
    private static final String SEPARATOR = "/t/";

    /** The URL of an application that is started now. */
    static ApplicationUrl ofNewOne(String server) {
        return new ApplicationUrl(server, "context-" + UUID.randomUUID()); // never stored
    }

    static ApplicationUrl parse(String url) {
        int end = url.lastIndexOf(SEPARATOR);
        return new ApplicationUrl(url.substring(0, end), url.substring(end + SEPARATOR.length()));
    }

    @Override
    public String toString() {
        return server + SEPARATOR + alias;
    }
}
