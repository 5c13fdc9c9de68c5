package io.reprise.core.exchange;

import java.util.List;
import java.util.Optional;

/**
 * The response to a request.
 *
 * @param status 100 to 599
 * @param headers end-to-end fields only; never {@code date}, and {@code content-length}, which follows from the chunks, only in an answer to {@code HEAD}
 * @param format what separates the chunks
 * @param chunks in the order of arrival; joined they are the body, byte for byte; of a large answer {@link LargeChunks}
 */
public record Response(int status, Headers headers, StreamFormat format, List<Chunk> chunks, Ending ending) {
    public Response {
        if (!isStatus(status)) {
            throw new IllegalArgumentException("status " + status + " is not between 100 and 599");
        }
        chunks = chunks instanceof LargeChunks ? chunks : List.copyOf(chunks);
    }

    /** A complete answer that is not a stream. */
    public static Response whole(int status, String contentType, Bytes body) {
        List<Chunk> chunks = body.isEmpty() ? List.of() : List.of(new Chunk(0, body));
        return new Response(
                status, Headers.of("content-type", contentType), StreamFormat.WHOLE, chunks, Ending.COMPLETE);
    }

    /** Whether HTTP has such a status (RFC 9110, 15); some servers send others, such as 999. */
    public static boolean isStatus(int status) {
        return status >= 100 && status <= 599;
    }

    /** Whether an answer with {@code status} has a body, if it does not answer {@code HEAD} (RFC 9110, 6.4.1 and 15.3.6). */
    public static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 205 && status != 304;
    }

    /** Whether an answer with {@code status} to a request of that method has a body (RFC 9110, 6.4.1). */
    public static boolean mayHaveBody(String method, int status) {
        return mayHaveBody(status) && !method.equals("HEAD");
    }

    /** @throws IllegalStateException if it is too large to be in memory */
    public Bytes body() {
        if (large().isPresent()) {
            throw new IllegalStateException("the body of a large answer is not in memory");
        }
        return chunks.size() == 1
                ? chunks.get(0).bytes()
                : Bytes.concat(chunks.stream().map(Chunk::bytes).toList());
    }

    /** Its chunks, if they are not in memory. */
    public Optional<LargeChunks> large() {
        return chunks instanceof LargeChunks large ? Optional.of(large) : Optional.empty();
    }

    /** The same answer in other chunks. */
    public Response withChunks(List<Chunk> others) {
        return new Response(status, headers, format, others, ending);
    }

    /** The same answer with another ending. */
    public Response withEnding(Ending other) {
        return new Response(status, headers, format, chunks, other);
    }

    /** The same answer with other headers. */
    public Response withHeaders(Headers others) {
        return others == headers ? this : new Response(status, others, format, chunks, ending);
    }

    public boolean isStream() {
        return format.isStream();
    }
}
