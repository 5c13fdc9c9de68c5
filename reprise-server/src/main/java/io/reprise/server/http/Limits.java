package io.reprise.server.http;

/**
 * Sizes in bytes, after which a request is refused with 413 or 431, or an answer is passed on but not kept.
 *
 * @param requestHead of the request line, and of the header
 * @param recording of the body of an answer that is kept
 */
public record Limits(long requestBody, int requestHead, long recording) {
    public static final Limits DEFAULT = new Limits(64L << 20, 64 << 10, 256L << 20);
}
