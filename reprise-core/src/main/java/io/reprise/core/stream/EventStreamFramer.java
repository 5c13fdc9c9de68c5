package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a body where the lengths of its frames say. From a frame whose length is damaged on, nothing is cut. */
final class EventStreamFramer implements Framer {
    private final PendingBytes chunk = new PendingBytes();
    private final ByteBuffer prelude = ByteBuffer.allocate(EventFrame.PRELUDE);
    /** Bytes that the frame still lacks after its prelude. */
    private int missing;

    private boolean isDamaged;

    @Override
    public List<Bytes> feed(Bytes piece) {
        List<Bytes> chunks = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < piece.size() && !isDamaged; ) {
            if (prelude.hasRemaining()) {
                prelude.put(piece.at(at++));
                readPrelude();
            } else {
                int step = Math.min(missing, piece.size() - at);
                missing -= step;
                at += step;
                if (missing == 0) {
                    chunks.add(chunk.complete(piece, start, at));
                    start = at;
                    prelude.clear();
                }
            }
        }
        chunk.add(piece, start, piece.size());
        return chunks;
    }

    private void readPrelude() {
        if (!prelude.hasRemaining()) {
            isDamaged = !EventFrame.isPrelude(Bytes.copyOf(prelude.array()));
            missing = prelude.getInt(0) - EventFrame.PRELUDE;
        }
    }

    @Override
    public Optional<Bytes> rest() {
        prelude.clear();
        isDamaged = false;
        return chunk.rest();
    }
}
