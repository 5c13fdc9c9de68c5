package io.reprise.core.exchange;

/** What separates the chunks of a response. */
public enum Framing {
    /** Not a stream: the whole body is one chunk. */
    WHOLE,
    /** Server-sent events (WHATWG HTML, 9.2): a chunk is an event, up to and including its blank line. */
    SSE,
    /** Newline-delimited JSON: a chunk is a line, with its line end. */
    NDJSON
}
