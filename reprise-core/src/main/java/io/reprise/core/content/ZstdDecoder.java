package io.reprise.core.content;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.reprise.core.exchange.Chunk;
import java.nio.ByteBuffer;
import java.util.List;

/** {@code zstd} (RFC 8878), also of several frames. Its library is native. */
final class ZstdDecoder implements CodingDecoder {
    /** As a power of two; HTTP allows no larger one (RFC 9659). */
    private static final int MAX_WINDOW = 23;

    private final DecodedOutput out;
    private final ZstdDecompressCtx context;
    private final byte[] buffer = new byte[DecodedOutput.BUFFER];
    private boolean isAtEnd;

    ZstdDecoder(DecodedOutput out) throws DecodingException {
        this.out = out;
        try {
            context = new ZstdDecompressCtx().setLongMax(MAX_WINDOW);
        } catch (LinkageError missing) {
            throw new DecodingException(
                    "zstd cannot be decoded on this machine: its library does not run here", missing);
        }
    }

    @Override
    public List<Chunk> feed(Chunk piece) throws DecodingException {
        ByteBuffer coded = ByteBuffer.wrap(piece.bytes().toArray());
        ByteBuffer decoded = ByteBuffer.wrap(buffer);
        try {
            boolean isFull = false;
            while (coded.hasRemaining() || isFull) {
                isAtEnd = context.decompressByteBufferStream(decoded.clear(), coded);
                out.write(buffer, decoded.position());
                isFull = !isAtEnd && !decoded.hasRemaining();
            }
        } catch (ZstdException damaged) {
            throw new DecodingException("its zstd coding is damaged", damaged);
        }
        return out.take(piece.at());
    }

    @Override
    public List<Chunk> finish() {
        return List.of();
    }

    @Override
    public boolean isAtEnd() {
        return isAtEnd;
    }

    @Override
    public void close() {
        context.close();
    }
}
