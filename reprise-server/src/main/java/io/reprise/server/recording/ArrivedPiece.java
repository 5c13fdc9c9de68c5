package io.reprise.server.recording;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;

/**
 * What arrived of an answer in one read.
 *
 * @param at milliseconds after the upstream was to be asked
 */
public record ArrivedPiece(long at, ByteBuf bytes) {
    Chunk chunk() {
        return new Chunk(at, Bytes.owning(ByteBufUtil.getBytes(bytes)));
    }
}
