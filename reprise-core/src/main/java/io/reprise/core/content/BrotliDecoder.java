package io.reprise.core.content;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import io.reprise.core.exchange.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** {@code br} (RFC 7932). Its library is native. */
final class BrotliDecoder implements CodingDecoder {
    private final DecodedOutput out;
    private final DecoderJNI.Wrapper decoder;
    private boolean isClosed;

    BrotliDecoder(DecodedOutput out) throws DecodingException {
        this.out = out;
        try {
            Brotli4jLoader.ensureAvailability();
            decoder = new DecoderJNI.Wrapper(DecodedOutput.BUFFER);
        } catch (LinkageError | IOException missing) {
            throw new DecodingException("br cannot be decoded on this machine: its library does not run here", missing);
        }
    }

    @Override
    public List<Chunk> feed(Chunk piece) throws DecodingException {
        ByteBuffer coded = ByteBuffer.wrap(piece.bytes().toArray());
        ByteBuffer input = decoder.getInputBuffer();
        while (coded.hasRemaining()) {
            if (isAtEnd()) {
                throw new DecodingException("its br coding is damaged: other bytes follow its end");
            }
            int length = Math.min(coded.remaining(), input.capacity());
            input.clear().put(coded.slice().limit(length));
            coded.position(coded.position() + length);
            try {
                decoder.push(length);
                pull();
            } catch (
                    IllegalStateException refused) { // bytes that are not br lead its library into a state of no return
                throw new DecodingException("its br coding is damaged", refused);
            }
        }
        return out.take(piece.at());
    }

    private void pull() throws DecodingException {
        while (decoder.hasOutput() || decoder.getStatus() == DecoderJNI.Status.OK) {
            if (!decoder.hasOutput()) {
                decoder.push(0); // it goes on with what it has
                continue;
            }
            ByteBuffer decoded = decoder.pull();
            byte[] bytes = new byte[decoded.remaining()];
            decoded.get(bytes);
            out.write(bytes, bytes.length);
        }
        if (decoder.getStatus() == DecoderJNI.Status.ERROR) {
            throw new DecodingException("its br coding is damaged, or other bytes follow its end");
        }
    }

    @Override
    public List<Chunk> finish() {
        return List.of();
    }

    @Override
    public boolean isAtEnd() {
        return decoder.getStatus() == DecoderJNI.Status.DONE;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            decoder.destroy();
        }
    }
}
