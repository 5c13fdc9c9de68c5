package io.reprise.core.content;

import io.reprise.core.content.brotli.BrotliException;
import io.reprise.core.content.brotli.BrotliStream;
import io.reprise.core.exchange.Chunk;
import java.util.List;

/** {@code br} (RFC 7932). */
final class BrotliDecoder implements CodingDecoder {
    private final DecodedOutput out;
    private final BrotliStream stream = new BrotliStream();

    BrotliDecoder(DecodedOutput out) {
        this.out = out;
    }

    @Override
    public List<Chunk> feed(Chunk piece) throws DecodingException {
        stream.add(piece.bytes().toArray());
        try {
            byte[] decoded = stream.next();
            while (decoded.length > 0) {
                out.write(decoded, decoded.length);
                decoded = stream.next();
            }
        } catch (BrotliException damaged) {
            throw new DecodingException("its br coding is damaged: " + damaged.getMessage(), damaged);
        }
        if (stream.isAtEnd()) {
            Trailing.requireZeros(stream.rest(), "br");
        }
        return out.take(piece.at());
    }

    @Override
    public List<Chunk> finish() {
        return List.of();
    }

    @Override
    public boolean isAtEnd() {
        return stream.isAtEnd();
    }

    @Override
    public void close() {
        // it has nothing that would not be collected
    }
}
