package io.reprise.server.recording;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import java.util.List;

/**
 * What arrived of an answer in one read.
 *
 * @param at milliseconds after the upstream was to be asked
 */
public record ArrivedPiece(long at, ByteBuf bytes) {
    /** All pieces as one chunk, which has arrived when the last has. */
    static Chunk joined(List<ArrivedPiece> pieces) {
        int size =
                pieces.stream().mapToInt(piece -> piece.bytes.readableBytes()).sum();
        byte[] all = new byte[size];
        int end = 0;
        for (ArrivedPiece piece : pieces) {
            int length = piece.bytes.readableBytes();
            piece.bytes.getBytes(piece.bytes.readerIndex(), all, end, length);
            end += length;
        }
        return new Chunk(pieces.get(pieces.size() - 1).at(), Bytes.owning(all));
    }

    Chunk chunk() {
        return new Chunk(at, Bytes.owning(ByteBufUtil.getBytes(bytes)));
    }
}
