package io.reprise.core.explain;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Question;
import io.reprise.core.store.QuestionIndex;
import io.reprise.core.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the recordings with the most similar requests. Keeps a fingerprint and the location of each, about 200 bytes; a
 * look-up compares all of them. Safe for use by several threads; look-ups do not wait for additions.
 */
public final class RequestIndex implements QuestionIndex {
    private final LocationTable places = new LocationTable();
    private volatile FingerprintBlock[] segments = {};
    private int size;
    private volatile boolean isComplete;

    /** Adds a recording, or replaces what was added with the same location. */
    public void add(Store.Entry entry) {
        add(entry.location(), entry.question());
    }

    /** Adds a question that is recorded at {@code location}, or replaces what was added with the same location. */
    public void add(String location, Question question) {
        add(location, Fingerprint.of(question));
    }

    /** Adds the fingerprint of a question that is recorded at {@code location}, or replaces what was added with the same location. */
    public void add(String location, Fingerprint fingerprint) {
        long hash = Fingerprint.hash(location);
        synchronized (this) {
            int place = places.get(hash);
            if (place >= 0) {
                FingerprintBlock segment = segments[place / FingerprintBlock.SIZE];
                size += segment.isGone[place % FingerprintBlock.SIZE] ? 1 : 0;
                segment.put(place % FingerprintBlock.SIZE, fingerprint);
                return;
            }
            if (segments.length == 0 || segments[segments.length - 1].isFull()) {
                FingerprintBlock[] more = Arrays.copyOf(segments, segments.length + 1);
                more[segments.length] = new FingerprintBlock();
                segments = more;
            }
            int last = segments.length - 1;
            places.put(hash, last * FingerprintBlock.SIZE + segments[last].add(location, fingerprint));
            size++;
        }
    }

    /** Whether a recording at that location was added, and perhaps removed again. */
    public synchronized boolean has(String location) {
        return places.get(Fingerprint.hash(location)) >= 0;
    }

    /** Removes the recording at that location, if there is one. */
    public synchronized void remove(String location) {
        int place = places.get(Fingerprint.hash(location));
        if (place >= 0 && !segments[place / FingerprintBlock.SIZE].isGone[place % FingerprintBlock.SIZE]) {
            segments[place / FingerprintBlock.SIZE].isGone[place % FingerprintBlock.SIZE] = true;
            size--;
        }
    }

    /** Notes that everything that was in the store at the start has been added. */
    public void complete() {
        isComplete = true;
    }

    @Override
    public synchronized Coverage coverage() {
        return new Coverage(size, isComplete);
    }

    @Override
    public boolean hasAny(TestId test) {
        int wanted = Fingerprint.test(test);
        for (FingerprintBlock segment : segments) {
            int end = segment.size();
            for (int place = 0; place < end; place++) {
                if (segment.tests[place] == wanted && !segment.isGone[place]) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public int otherTests(Question question) {
        return ofOtherTests(question, Integer.MAX_VALUE).size();
    }

    @Override
    public List<String> ofOtherTests(Question question, int most) {
        Fingerprint asked = Fingerprint.of(question);
        Map<Integer, String> locations = new LinkedHashMap<>();
        for (FingerprintBlock segment : segments) {
            int end = segment.size();
            for (int place = 0; place < end && locations.size() < most; place++) {
                int test = segment.tests[place];
                boolean isOther = test != 0 && test != asked.test();
                if (isOther && segment.digests[place] == asked.digest() && !segment.isGone[place]) {
                    locations.putIfAbsent(test, segment.location(place));
                }
            }
        }
        return List.copyOf(locations.values());
    }

    @Override
    public List<String> nearest(Question question, int most) {
        Fingerprint asked = Fingerprint.of(question);
        Candidates candidates = new Candidates(most);
        FingerprintBlock[] all = segments;
        for (int i = 0; i < all.length; i++) {
            FingerprintBlock segment = all[i];
            int end = segment.size();
            for (int place = 0; place < end; place++) {
                int nearness = segment.nearness(place, asked);
                if (nearness > candidates.least && !segment.isGone[place]) {
                    candidates.add(segment, place, nearness);
                }
            }
        }
        return candidates.locations();
    }

    /**
     * The nearest recordings so far, the nearest first. Several answers to one question in the same test count as one.
     */
    private static final class Candidates {
        private record Candidate(FingerprintBlock segment, int place, int nearness) {
            boolean asksTheSame(Candidate other) {
                return nearness == other.nearness
                        && segment.digests[place] == other.segment.digests[other.place]
                        && segment.tests[place] == other.segment.tests[other.place];
            }
        }

        private final List<Candidate> nearest = new ArrayList<>();
        private final int most;
        int least = -1;

        Candidates(int most) {
            this.most = most;
        }

        void add(FingerprintBlock segment, int place, int nearness) {
            Candidate candidate = new Candidate(segment, place, nearness);
            if (nearest.stream().anyMatch(candidate::asksTheSame)) {
                return;
            }
            int at = nearest.size();
            while (at > 0 && nearest.get(at - 1).nearness() < nearness) {
                at--;
            }
            nearest.add(at, candidate);
            if (nearest.size() > most) {
                nearest.remove(most);
            }
            least = nearest.size() < most ? -1 : nearest.get(most - 1).nearness();
        }

        List<String> locations() {
            return nearest.stream()
                    .map(candidate -> candidate.segment().location(candidate.place()))
                    .toList();
        }
    }
}
