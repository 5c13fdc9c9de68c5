package io.reprise.server.watch;

/**
 * What is worth watching.
 *
 * @param directories at most
 * @param changes of one directory in a second, at most
 */
record WatchLimits(int directories, int changes) {
    static final WatchLimits DEFAULT = new WatchLimits(2_000, 20);
}
