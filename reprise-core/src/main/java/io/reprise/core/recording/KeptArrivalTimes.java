package io.reprise.core.recording;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * The times of an answer that replaces another one. Equal chunks at the beginning and at the end keep their old times,
 * and the chunks between them get the times that were there. So a comparison of both files shows only changed content.
 * Bytes stay the same.
 */
final class KeptArrivalTimes {
    private final List<Chunk> before;
    private final List<Chunk> now;

    private KeptArrivalTimes(List<Chunk> before, List<Chunk> now) {
        this.before = before;
        this.now = now;
    }

    /** {@code now} with times of {@code before}. */
    static Response of(Response before, Response now) {
        return now.withChunks(new KeptArrivalTimes(before.chunks(), now.chunks()).chunks());
    }

    private List<Chunk> chunks() {
        int sameStart = sameStart();
        int sameEnd = sameEnd(sameStart);
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            int fromEnd = now.size() - i;
            int old = fromEnd <= sameEnd ? before.size() - fromEnd : Math.min(i, before.size() - sameEnd - 1);
            long at = old < 0 ? now.get(i).at() : before.get(old).at();
            long earliest = chunks.isEmpty() ? 0 : chunks.get(i - 1).at();
            chunks.add(new Chunk(Math.max(at, earliest), now.get(i).bytes()));
        }
        return chunks;
    }

    private int sameStart() {
        int same = 0;
        int most = Math.min(before.size(), now.size());
        while (same < most && before.get(same).bytes().equals(now.get(same).bytes())) {
            same++;
        }
        return same;
    }

    private int sameEnd(int sameStart) {
        int same = 0;
        int most = Math.min(before.size(), now.size()) - sameStart;
        while (same < most
                && before.get(before.size() - 1 - same)
                        .bytes()
                        .equals(now.get(now.size() - 1 - same).bytes())) {
            same++;
        }
        return same;
    }
}
