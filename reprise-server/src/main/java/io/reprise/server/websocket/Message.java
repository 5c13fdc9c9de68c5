package io.reprise.server.websocket;

import io.reprise.core.exchange.Bytes;

/**
 * A message as a whole: its fragments joined.
 *
 * @param bytes UTF-8 unless it is binary
 */
public record Message(boolean isBinary, Bytes bytes) {}
