package io.reprise.core.content;

import io.reprise.core.exchange.Chunk;
import java.util.List;

/** How the decoding of a body ended. */
public sealed interface Decoded {
    /** What was decoded, as far as it is given back. */
    default List<Chunk> chunks() {
        return List.of();
    }

    /** All of the body was decoded, and its checksums are right. */
    record Whole(List<Chunk> chunks) implements Decoded {
        public Whole {
            chunks = List.copyOf(chunks);
        }
    }

    /** The body stops before the end that its coding marks; the chunks are what came before. */
    record Truncated(List<Chunk> chunks) implements Decoded {
        public Truncated {
            chunks = List.copyOf(chunks);
        }
    }

    /**
     * The body cannot be read: its coding is not known, it is damaged, or it is larger than the limits allow.
     *
     * @param reason for people, as in {@code its content coding 'compress' is not known}
     */
    record Undecodable(String reason) implements Decoded {}
}
