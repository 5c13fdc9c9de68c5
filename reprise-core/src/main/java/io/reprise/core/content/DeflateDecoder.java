package io.reprise.core.content;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * {@code deflate}: the zlib format (RFC 1950) and, as some servers send it, without its frame (RFC 1951). Zeros may
 * follow its end.
 */
final class DeflateDecoder implements CodingDecoder {
    private final DecodedOutput out;
    private final byte[] buffer = new byte[DecodedOutput.BUFFER];
    private Bytes start = Bytes.EMPTY;
    private @Nullable Inflater inflater;

    DeflateDecoder(DecodedOutput out) {
        this.out = out;
    }

    @Override
    public List<Chunk> feed(Chunk piece) throws DecodingException {
        if (inflater != null) {
            inflate(inflater, piece.bytes());
            return out.take(piece.at());
        }
        start = Bytes.concat(List.of(start, piece.bytes()));
        if (start.size() >= 2) {
            inflater = new Inflater(!DeflateStart.hasZlibHeader(start));
            inflate(inflater, start);
        }
        return out.take(piece.at());
    }

    private void inflate(Inflater inflater, Bytes coded) throws DecodingException {
        ByteBuffer input = coded.buffer();
        inflater.setInput(input);
        try {
            int length = inflater.inflate(buffer);
            while (length > 0) { // it may hold output that had no room, although it has read all
                out.write(buffer, length);
                length = inflater.inflate(buffer);
            }
        } catch (DataFormatException damaged) {
            throw new DecodingException("its deflate coding is damaged", damaged);
        }
        if (inflater.needsDictionary()) {
            throw new DecodingException("its deflate coding needs a dictionary, which is missing");
        }
        if (inflater.finished()) {
            Trailing.requireZeros(input, "deflate");
        }
    }

    @Override
    public List<Chunk> finish() {
        return List.of();
    }

    @Override
    public boolean isAtEnd() {
        return inflater != null && inflater.finished();
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
