package io.reprise.core.exchange;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a body is cut into chunks, and what a chunk carries. There is one object for each format, without state; all that
 * differs between formats is here, so that a further one is one class. {@code index} is always the number of chunks
 * before: an array in JSON begins otherwise than it goes on.
 */
public interface StreamFormat {
    /** Not a stream: the whole body is one chunk. */
    StreamFormat WHOLE = new WholeFormat();

    /** In lower case, such as {@code sse}; it stands in recording files. */
    String name();

    /** Whether clients read chunk by chunk. */
    default boolean isStream() {
        return true;
    }

    /** The media types that mean this format whatever the API is, in lower case and without parameters. */
    Set<String> mediaTypes();

    /** A new framer, which has been fed nothing. */
    Framer framer();

    /** The chunks of a text whose framing was lost, as other tools' recordings hold it; strictly valid. */
    List<Bytes> repair(String text);

    /**
     * What the chunk carries, read as clients do, in the order of its bytes. A chunk that only keeps the connection
     * alive carries nothing; one that was edited by hand may carry several payloads.
     */
    List<Payload> payloads(Bytes chunk);

    /**
     * What {@code chunk} carries if it is spelled in the plainest way: then {@link #chunk} gives the same bytes again.
     * Empty for all other chunks.
     */
    Optional<PlainChunk> plain(Bytes chunk, int index);

    /** A chunk in the plainest spelling. An event that the format cannot express is left out. */
    Bytes chunk(PlainChunk plain, int index);

    /** What tells of an error and ends the body. */
    default Bytes error(PlainChunk error, int index) {
        return chunk(error, index);
    }

    /** Whether the chunk says nothing but that the stream is complete. */
    default boolean isEndMark(Bytes chunk) {
        return false;
    }

    /**
     * The chunk with some of its bytes replaced, and with what counts them (lengths, checksums) as it has to be then.
     *
     * @param replacements in the order of the bytes, none overlapping another
     */
    default Bytes replace(Bytes chunk, List<Bytes.Replacement> replacements) {
        return chunk.replace(replacements);
    }
}
