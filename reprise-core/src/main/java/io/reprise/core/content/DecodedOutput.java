package io.reprise.core.content;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Collects what one decoder writes, up to the limits. */
final class DecodedOutput {
    /** A size for buffers between a decoder and this. In bytes. */
    static final int BUFFER = 16 << 10;

    private final DecodingLimits limits;
    private final AtomicLong coded;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long written;

    /** @param coded the bytes that have arrived so far, before any coding is taken off */
    DecodedOutput(DecodingLimits limits, AtomicLong coded) {
        this.limits = limits;
        this.coded = coded;
    }

    void write(byte[] buffer, int length) throws DecodingException {
        written += length;
        if (written > limits.bytes()) {
            throw new DecodingException("its decoded form is larger than " + limits.bytes() + " bytes");
        }
        if (written > DecodingLimits.FREE && written / limits.ratio() >= coded.get()) {
            throw new DecodingException("its decoded form is at least " + limits.ratio() + " times as large");
        }
        if (pending.size() + (long) length > limits.step()) {
            throw DecodingException.ofStep();
        }
        pending.write(buffer, 0, length);
    }

    /** What was written since the last time, as a chunk of that time; none for nothing. */
    List<Chunk> take(long at) {
        if (pending.size() == 0) {
            return List.of();
        }
        Bytes bytes = Bytes.owning(pending.toByteArray());
        pending.reset();
        return List.of(new Chunk(at, bytes));
    }
}
