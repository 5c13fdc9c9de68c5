package io.reprise.core.exchange;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The chunks of an answer that is too large to be in memory: each is read when it is asked for, which may block. To go through them in their order,
 * or in the reverse one, is cheap. Whoever makes a list or a text of all of them needs memory for all of them.
 */
public abstract class LargeChunks extends AbstractList<Chunk> implements RandomAccess {
    /** What becomes of one chunk. */
    public interface Change {
        /** The same each time for the same chunk. */
        Chunk of(int index, Chunk chunk);
    }

    /** The same chunks, each changed when it is asked for. */
    public LargeChunks changed(Change change) {
        return new Changed(this, change);
    }

    private static final class Changed extends LargeChunks {
        private final LargeChunks source;
        private final Change change;

        Changed(LargeChunks source, Change change) {
            this.source = source;
            this.change = change;
        }

        @Override
        public Chunk get(int index) {
            return change.of(index, source.get(index));
        }

        @Override
        public int size() {
            return source.size();
        }
    }
}
