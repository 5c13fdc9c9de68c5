package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import java.util.OptionalLong;

/** One step of a response. It is due this many nanoseconds after the request has arrived. */
public sealed interface Step {
    long dueNanos();

    /**
     * Send status and headers.
     *
     * @param length the content-length to announce, which may be more than what is sent; empty for a body whose end the
     *     protocol marks (chunked coding in HTTP/1.1)
     */
    record Head(long dueNanos, int status, Headers headers, OptionalLong length) implements Step {}

    /** Send bytes, in their own write. */
    record Send(long dueNanos, Bytes bytes) implements Step {}

    /** End the response properly. */
    record End(long dueNanos) implements Step {}

    /** Close the connection (HTTP/2: the stream) once everything is sent, without ending the response. */
    record Cut(long dueNanos) implements Step {}

    /** Reset the connection (TCP RST; HTTP/2: RST_STREAM) once everything is sent. */
    record Reset(long dueNanos) implements Step {}

    /** Send nothing more and keep the connection open until the client or the server goes. */
    record Hang(long dueNanos) implements Step {}
}
