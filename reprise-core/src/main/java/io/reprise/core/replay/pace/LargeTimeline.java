package io.reprise.core.replay.pace;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.family.ParsedExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The data about a recorded exchange that a pace uses, where the answer is too large to be in memory. One serves all replays of it; safe for use by several threads. */
public final class LargeTimeline {
    /** So many chunks are looked at together. */
    private static final int BATCH = 256;

    private final ParsedExchange excerpt;
    private final LargeAnswer answer;
    /** Counted when a model first asks; several threads may do so with the same result. */
    private volatile Tokens.@Nullable OfLarge tokens;

    /** @param excerpt the exchange with the first and the last chunks of the answer */
    public LargeTimeline(ParsedExchange excerpt, LargeAnswer answer) {
        this.excerpt = excerpt;
        this.answer = answer;
    }

    /** The due times of one replay. A model reads the whole answer when it asks first, to count its tokens: not for event loops. */
    public DueTimes times(Pace pace, Occasion occasion) {
        if (!(pace instanceof ModelPace)) {
            return new DueTimes(
                    pace.times(new ChunkTimes.Answer(false, 0), occasion), chunks -> new long[chunks.size()]);
        }
        Tokens.OfLarge counted = tokens();
        ChunkTimes times = pace.times(new ChunkTimes.Answer(counted.isGenerated(), counted.prompt()), occasion);
        return new DueTimes(times, counted::of);
    }

    private Tokens.OfLarge tokens() {
        Tokens.OfLarge known = tokens;
        if (known == null) {
            known = Tokens.ofLarge(excerpt);
            known = known.countsChunks() ? known.with(chunksWithText(known)) : known;
            tokens = known;
        }
        return known;
    }

    private long chunksWithText(Tokens.OfLarge counting) {
        long count = 0;
        try (LargeAnswer.Pieces pieces = answer.open()) {
            List<Chunk> batch = new ArrayList<>();
            Optional<Chunk> next;
            do {
                next = pieces.next();
                next.ifPresent(batch::add);
                if (batch.size() == BATCH || next.isEmpty()) {
                    count += counting.withText(batch);
                    batch.clear();
                }
            } while (next.isPresent());
        }
        return count;
    }

    /** The times of one replay, one after the other. Not for use by several threads at once. */
    public static final class DueTimes {
        /** Counts tokens. */
        private interface Counting {
            long[] of(List<Chunk> chunks);
        }

        private final ChunkTimes times;
        private final Counting tokens;
        private long latest;

        private DueTimes(ChunkTimes times, Counting tokens) {
            this.times = times;
            this.tokens = tokens;
        }

        /** When the next chunks are due, in nanoseconds after the request. */
        public long[] next(List<Chunk> chunks) {
            long[] counted = tokens.of(chunks);
            long[] due = new long[chunks.size()];
            for (int i = 0; i < due.length; i++) {
                double exact = times.due(chunks.get(i).at(), counted[i]);
                latest = Math.max(latest, Math.round(Math.min(exact, Schedule.LATEST)));
                due[i] = latest;
            }
            return due;
        }
    }
}
