package io.reprise.core.content;

import io.reprise.core.exchange.Chunk;
import java.util.List;

/** Takes one content coding off one body. */
interface CodingDecoder extends AutoCloseable {
    /** What {@code piece} adds to the decoded body; it has arrived when the piece has. */
    List<Chunk> feed(Chunk piece) throws DecodingException;

    /** What the end of the coded body adds. */
    List<Chunk> finish() throws DecodingException;

    /** Whether the coded body is at an end that its coding marks. */
    boolean isAtEnd();

    /** Gives back native memory. */
    @Override
    void close();
}
