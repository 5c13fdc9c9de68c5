package io.reprise.server.access;

/** The paths at which servers of the same store ask each other for answers. Each has a part that nobody can guess, and that is the permission. */
public final class RelayPaths {
    public static final String PREFIX = "/__reprise/relay/";

    private RelayPaths() {}

    public static boolean isRelay(String method, String path) {
        return method.equals("GET") && path.startsWith(PREFIX);
    }
}
