package io.reprise.server.connection;

import io.netty.buffer.ByteBuf;

/**
 * How a request is answered when it comes again.
 *
 * @param head as it was written; never changed
 * @param isChunked whether the head says that the body is in the chunked coding
 */
record KnownAnswer(ByteBuf head, boolean isChunked, KnownRequests.Repeat repeat) {}
