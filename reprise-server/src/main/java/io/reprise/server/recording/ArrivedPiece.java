package io.reprise.server.recording;

import io.netty.buffer.ByteBuf;

/**
 * What arrived of an answer in one read.
 *
 * @param at milliseconds after the upstream was to be asked
 */
public record ArrivedPiece(long at, ByteBuf bytes) {}
