package io.reprise.core.exchange;

import java.io.Closeable;
import java.util.Optional;

/** The body of an answer that is too large to be in memory: it is read from where it is kept, each time that it is needed. */
public interface LargeAnswer {
    /** In bytes. */
    long size();

    /** How many chunks the answer has. */
    int chunks();

    /**
     * Begins to read it. May block.
     *
     * @throws RuntimeException if it is not there any more as it was; the message is for people
     */
    Pieces open();

    /**
     * The chunks of a stream, in their order. A body that is no stream comes in pieces that all have the time of its one chunk. One thread at a time
     * uses it.
     */
    interface Pieces extends Closeable {
        /**
         * Empty at the end. May block.
         *
         * @throws RuntimeException if it cannot be read; the message is for people
         */
        Optional<Chunk> next();

        @Override
        void close();
    }
}
