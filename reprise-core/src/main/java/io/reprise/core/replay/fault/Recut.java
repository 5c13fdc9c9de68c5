package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The same bytes in pieces of other sizes, which split events, lines and letters. Bytes that are due at different times
 * are never in one piece.
 *
 * @param least bytes in a piece, 1 or more
 * @param most bytes in a piece, with sizes drawn at random if it is more than {@code least}
 * @param gapNanos at least so long from one piece to the next
 */
record Recut(int least, int most, long seed, long gapNanos) implements Fault {
    /** After this many pieces, the rest of a body is sent unchanged. */
    private static final int MOST_PIECES = 1_000_000;

    @Override
    public Phase phase() {
        return Phase.PIECES;
    }

    @Override
    public void disturb(FaultyResponse course) {
        course.recut(this::cut);
    }

    private List<FaultyResponse.Part> cut(List<FaultyResponse.Part> parts) {
        Random random = new Random(seed);
        List<FaultyResponse.Part> pieces = new ArrayList<>();
        int from = 0;
        long earliest = 0;
        while (from < parts.size()) {
            int to = from;
            while (to < parts.size() && parts.get(to).due() == parts.get(from).due()) {
                to++;
            }
            Bytes together = Bytes.concat(parts.subList(from, to).stream()
                    .map(FaultyResponse.Part::bytes)
                    .toList());
            for (int at = 0; at < together.size(); ) {
                boolean isEnough = pieces.size() >= MOST_PIECES;
                int size = isEnough ? together.size() : least + random.nextInt(most - least + 1);
                int end = Math.min(together.size(), at + size);
                FaultyResponse.Part first = parts.get(from);
                long due = Math.max(earliest, first.due());
                pieces.add(new FaultyResponse.Part(first.chunk(), first.from(), false, together.slice(at, end), due));
                earliest = due + gapNanos;
                at = end;
            }
            from = to;
        }
        return pieces;
    }
}
