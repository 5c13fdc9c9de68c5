package io.reprise.formats.llamastack.request;

import io.reprise.core.exchange.Request;

/**
 * One HTTP request that a recorded call answers.
 *
 * @param vectors how the answer spells embeddings
 */
public record WireRequest(Request request, Vectors vectors) {
    public enum Vectors {
        AS_RECORDED,
        /** As {@code encoding_format: base64} asks: little-endian 32-bit floats. */
        BASE64
    }
}
