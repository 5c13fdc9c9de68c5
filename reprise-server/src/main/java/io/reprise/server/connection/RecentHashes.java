package io.reprise.server.connection;

/** Which hashes came lately. A set of four places for each of 16,384 remainders, so that 10,000 that come in turn find room. Not thread-safe. */
final class RecentHashes {
    private static final int PLACES = 4;
    /** A power of two. */
    private static final int SETS = 1 << 14;

    /** In each set, the one that came last is the first. An empty place has 0. */
    private final int[] hashes = new int[SETS * PLACES];

    /** Whether it has come before, as far as that is remembered; from now on it has. 0 always has. */
    boolean add(int hash) {
        int first = (hash & SETS - 1) * PLACES;
        int place = first;
        while (hashes[place] != hash && place < first + PLACES - 1) {
            place++;
        }
        boolean hasCome = hashes[place] == hash;
        System.arraycopy(hashes, first, hashes, first + 1, place - first);
        hashes[first] = hash;
        return hasCome;
    }
}
