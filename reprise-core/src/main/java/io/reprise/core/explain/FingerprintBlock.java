package io.reprise.core.explain;

import io.reprise.core.explain.difference.MinHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Fingerprints of up to 4,096 recordings in arrays, for fast searches. One thread at a time writes, under the lock of
 * the index; any thread reads. A reader that sees a half-replaced recording gets a wrong similarity for it.
 */
final class FingerprintBlock {
    static final int SIZE = 4_096;

    final long[] sketches = new long[SIZE * MinHash.LONGS];
    final long[] digests = new long[SIZE];
    final int[] paths = new int[SIZE];
    final int[] families = new int[SIZE];
    final int[] models = new int[SIZE];
    final int[] tests = new int[SIZE];
    final boolean[] isGone = new boolean[SIZE];
    private final int[] locationEnds = new int[SIZE];
    private volatile byte[] locations = new byte[SIZE * 16];
    private volatile int size;

    int size() {
        return size;
    }

    boolean isFull() {
        return size == SIZE;
    }

    /** Adds a fingerprint; returns its place. */
    int add(String location, Fingerprint fingerprint) {
        int place = size;
        byte[] bytes = location.getBytes(StandardCharsets.UTF_8);
        int start = start(place);
        if (start + bytes.length > locations.length) {
            locations = Arrays.copyOf(locations, Math.max(start + bytes.length, locations.length * 2));
        }
        System.arraycopy(bytes, 0, locations, start, bytes.length);
        locationEnds[place] = start + bytes.length;
        put(place, fingerprint);
        size = place + 1;
        if (isFull()) {
            locations = Arrays.copyOf(locations, locationEnds[place]);
        }
        return place;
    }

    void put(int place, Fingerprint fingerprint) {
        System.arraycopy(fingerprint.sketch(), 0, sketches, place * MinHash.LONGS, MinHash.LONGS);
        digests[place] = fingerprint.digest();
        paths[place] = fingerprint.path();
        families[place] = fingerprint.family();
        models[place] = fingerprint.model();
        tests[place] = fingerprint.test();
        isGone[place] = false;
    }

    /** The location of the recording at {@code place}, which must be below a {@link #size} that was read before. */
    String location(int place) {
        int start = start(place);
        return new String(locations, start, locationEnds[place] - start, StandardCharsets.UTF_8);
    }

    private int start(int place) {
        return place == 0 ? 0 : locationEnds[place - 1];
    }

    /** How near the recording at {@code place} is: more is nearer. */
    int nearness(int place, Fingerprint asked) {
        int at = place * MinHash.LONGS;
        long[] sketch = asked.sketch();
        int question = MinHash.same(sketches[at], sketch[0])
                + MinHash.same(sketches[at + 1], sketch[1])
                + MinHash.same(sketches[at + 2], sketch[2]);
        int text = MinHash.same(sketches[at + 3], sketch[3])
                + MinHash.same(sketches[at + 4], sketch[4])
                + MinHash.same(sketches[at + 5], sketch[5]);
        int settings = MinHash.same(sketches[at + 6], sketch[6]) + MinHash.same(sketches[at + 7], sketch[7]);
        return SimilarityWeights.of(question, text, settings) + outside(place, asked);
    }

    private int outside(int place, Fingerprint asked) {
        int nearness = models[place] == asked.model() ? SimilarityWeights.SAME_MODEL : 0;
        if (paths[place] == asked.path()) {
            nearness += SimilarityWeights.SAME_PATH;
        } else if (families[place] == asked.family()) {
            nearness += SimilarityWeights.SAME_FAMILY;
        }
        if (tests[place] == asked.test() && asked.test() != 0) {
            nearness += SimilarityWeights.SAME_TEST;
        } else if (tests[place] == 0) {
            nearness += SimilarityWeights.NO_TEST;
        }
        return digests[place] == asked.digest() ? nearness + SimilarityWeights.SAME_QUESTION : nearness;
    }
}
