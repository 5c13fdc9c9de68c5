package io.reprise.server.replay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.replay.pace.LargeTimeline;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.server.lookup.PreparedResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a large answer for one replay, some chunks at a time. Used by one worker at a time. */
final class AnswerReading {
    /** In bytes; a batch has at most one chunk more. */
    private static final int BATCH = 128 << 10;

    private static final int MOST_CHUNKS = 4_096;

    /** Some chunks, and when they are due. To be written, never changed. */
    static final class Batch {
        private final List<Chunk> chunks;
        private final long[] due;
        private final int[] ends;
        private final ByteBuf bytes;
        private final boolean isLast;
        private PreparedResponse.@Nullable Framed framed;

        private Batch(List<Chunk> chunks, long[] due, boolean isLast) {
            this.isLast = isLast;
            this.chunks = chunks;
            this.due = due;
            this.ends = new int[due.length];
            int size = 0;
            for (int i = 0; i < ends.length; i++) {
                size += chunks.get(i).bytes().size();
                ends[i] = size;
            }
            Bytes all = Bytes.concat(chunks.stream().map(Chunk::bytes).toList());
            this.bytes = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(all.buffer()));
        }

        int size() {
            return due.length;
        }

        boolean isLast() {
            return isLast;
        }

        long dueNanos(int chunk) {
            return due[chunk];
        }

        /** The bytes of the chunks from {@code from} to {@code to} (exclusive). */
        ByteBuf slice(int from, int to) {
            int start = from == 0 ? 0 : ends[from - 1];
            return bytes.slice(start, ends[to - 1] - start);
        }

        PreparedResponse.Framed framed() {
            if (framed == null) {
                framed = PreparedResponse.Framed.of(chunks, ByteBuffer::allocate);
            }
            return framed;
        }
    }

    private final PreparedResponse prepared;
    private final Pace pace;
    private final Occasion occasion;
    /** The first chunk of the next batch. */
    private Optional<Chunk> ahead = Optional.empty();

    private LargeAnswer.@Nullable Pieces pieces;
    private LargeTimeline.@Nullable DueTimes times;

    AnswerReading(PreparedResponse prepared, Pace pace, Occasion occasion) {
        this.prepared = prepared;
        this.pace = pace;
        this.occasion = occasion;
    }

    /** Whether each chunk is sent in its own write. */
    boolean isEachAlone() {
        return pace instanceof Pace.Flushed;
    }

    boolean isInstant() {
        return pace.isInstant();
    }

    /** The next chunks. To be called until the last batch. With it, and where this fails, the reading is closed. */
    Batch next() {
        boolean isOpen = false;
        try {
            LargeAnswer.Pieces reading = opened();
            List<Chunk> chunks = new ArrayList<>();
            int size = 0;
            Optional<Chunk> next = ahead.isPresent() ? ahead : reading.next();
            while (next.isPresent() && size < BATCH && chunks.size() < MOST_CHUNKS) {
                chunks.add(next.get());
                size += next.get().bytes().size();
                next = reading.next();
            }
            ahead = next;
            Batch batch = new Batch(chunks, dueTimes().next(chunks), next.isEmpty());
            isOpen = !batch.isLast();
            return batch;
        } finally {
            if (!isOpen) {
                close();
            }
        }
    }

    private LargeAnswer.Pieces opened() {
        LargeAnswer.Pieces present = pieces;
        if (present == null) {
            present = prepared.large().orElseThrow().open();
            pieces = present;
        }
        return present;
    }

    private LargeTimeline.DueTimes dueTimes() {
        LargeTimeline.DueTimes present = times;
        if (present == null) {
            present = prepared.dueTimes(pace, occasion);
            times = present;
        }
        return present;
    }

    void close() {
        LargeAnswer.Pieces present = pieces;
        if (present != null) {
            present.close();
        }
    }
}
