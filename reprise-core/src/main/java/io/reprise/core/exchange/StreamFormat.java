package io.reprise.core.exchange;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a body is cut into chunks, and how a chunk is read and written. There is one object for each format, without
 * state. Everything in which formats differ is here, so a new format is one class. {@code index} is always the number
 * of chunks before this one, because the first chunk of a JSON array differs from the others.
 */
public interface StreamFormat {
    /** Not a stream: the whole body is one chunk. */
    StreamFormat WHOLE = new WholeFormat();

    /** The messages of a WebSocket conversation; no response has this format. */
    StreamFormat MESSAGES = new MessageFormat();

    /** The name in recording files, in lower case, such as {@code sse}. */
    String name();

    /** Whether clients read the body chunk by chunk. */
    default boolean isStream() {
        return true;
    }

    /** The media types that mean this format for every API, in lower case and without parameters. */
    Set<String> mediaTypes();

    /**
     * Whether a body of this format may begin with {@code chunk}. One that does not is no stream, such as the error of
     * an API that streams nothing but answers.
     */
    default boolean mayBegin(Bytes chunk) {
        return true;
    }

    /** A new framer without any bytes. */
    Framer framer();

    /** The valid chunks of a text whose framing was lost, as in other tools' recordings. */
    List<Bytes> repair(String text);

    /**
     * What a chunk says: its bytes without lengths and checksums, and with encoded JSON decoded. The chunk itself in
     * formats that have none of these.
     */
    default Bytes content(Bytes chunk) {
        return chunk;
    }

    /**
     * The payloads of a chunk, read as clients read them, with their places in its {@link #content}, in their order. A
     * chunk that only keeps the connection alive has none. One that was edited by hand may have several.
     */
    List<Payload> payloads(Bytes chunk);

    /**
     * The content of {@code chunk} if it has the simplest spelling, so that {@link #chunk} gives the same bytes. Empty
     * for all other chunks.
     */
    Optional<PlainChunk> plain(Bytes chunk, int index);

    /** A chunk in the simplest spelling. An event type that the format cannot express is left out. */
    Bytes chunk(PlainChunk plain, int index);

    /**
     * The content of {@code chunk} and the dialect in which it is spelled, so that {@link #chunk(PlainChunk, Dialect, int)}
     * gives the same bytes. Empty for chunks in no dialect that the format knows.
     */
    default Optional<SpelledChunk> spelled(Bytes chunk, int index) {
        return plain(chunk, index).map(plain -> new SpelledChunk(plain, Dialect.USUAL));
    }

    /**
     * A chunk in a dialect.
     *
     * @throws IllegalArgumentException if the format has no such dialect, or if nothing can say this in it; the message
     *     says why
     */
    default Bytes chunk(PlainChunk plain, Dialect dialect, int index) {
        if (!dialect.isUsual() || !plain.fields().isEmpty()) {
            throw new IllegalArgumentException("'" + name() + "' has no dialects and no fields");
        }
        return chunk(plain, index);
    }

    /** The chunk for an error that ends the body. */
    default Bytes error(PlainChunk error, int index) {
        return chunk(error, index);
    }

    /** Whether nothing can follow {@code chunk}, because clients read no further. */
    default boolean closes(Bytes chunk) {
        return false;
    }

    /** What says the same as {@code chunk}, which is at {@code index}, once more after it. */
    default Bytes repeated(Bytes chunk, int index) {
        return chunk;
    }

    /** Whether the chunk only says that the stream is complete. */
    default boolean isEndMark(Bytes chunk) {
        return false;
    }

    /**
     * The chunk with some bytes of its {@link #content} replaced, and with its lengths and checksums corrected.
     *
     * @param replacements in the order of the bytes, none overlapping another
     */
    default Bytes replace(Bytes chunk, List<Bytes.Replacement> replacements) {
        return chunk.replace(replacements);
    }
}
