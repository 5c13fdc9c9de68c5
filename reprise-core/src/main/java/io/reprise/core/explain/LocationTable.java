package io.reprise.core.explain;

import java.util.Arrays;

/** Finds a recording's place by its location: an open hash table of 12 bytes a slot. Not for use by several threads at once. */
final class LocationTable {
    private static final int NONE = -1;

    private long[] hashes = new long[1_024];
    private int[] places = new int[1_024];
    private int size;

    LocationTable() {
        Arrays.fill(places, NONE);
    }

    /**
     * The place of the location with this hash; -1 if it has none. Two locations with the same 64 bits are treated as
     * one.
     */
    int get(long hash) {
        return places[slot(hash)];
    }

    void put(long hash, int place) {
        if (3L * ++size > 2L * places.length) {
            grow();
        }
        int slot = slot(hash);
        hashes[slot] = hash;
        places[slot] = place;
    }

    private int slot(long hash) {
        int mask = places.length - 1;
        int slot = (int) hash & mask;
        while (places[slot] != NONE && hashes[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldPlaces = places;
        hashes = new long[oldPlaces.length * 2];
        places = new int[oldPlaces.length * 2];
        Arrays.fill(places, NONE);
        for (int i = 0; i < oldPlaces.length; i++) {
            if (oldPlaces[i] != NONE) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                places[slot] = oldPlaces[i];
            }
        }
    }
}
