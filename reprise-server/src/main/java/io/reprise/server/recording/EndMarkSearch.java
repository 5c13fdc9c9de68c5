package io.reprise.server.recording;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.server.request.ResponseHead;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks for the end mark of a stream while it arrives, and decodes and cuts each byte once. For workers, since it blocks; but {@link #close} does not.
 */
public final class EndMarkSearch implements AutoCloseable {
    private final ApiFamily family;
    private final ContentDecoder decoder;
    private final StreamFormat format;
    private final Framer framer;
    private final long largestChunk;
    private long begun;
    private int seen;
    private boolean isFound;
    private final Lock lock = new ReentrantLock();
    private volatile boolean isClosed;
    private boolean isReleased;

    /** @param largestChunk after so many bytes of one chunk it looks no further: they are in memory until the chunk is complete */
    public EndMarkSearch(ParsedRequest request, ResponseHead head, DecodingLimits limits, long largestChunk) {
        this.largestChunk = largestChunk;
        this.family = request.family();
        this.format = family.format(
                request.request(), head.headers().first("content-type").orElse(""));
        this.decoder = new ContentDecoder(head.headers(), limits.inSteps());
        this.framer = format.framer();
    }

    /** @param pieces all that have arrived: those of the last time, and what has come since */
    public boolean isIn(List<ArrivedPiece> pieces) {
        lock.lock();
        try {
            return isInGuarded(pieces);
        } finally {
            lock.unlock();
            closeIfDue();
        }
    }

    private boolean isInGuarded(List<ArrivedPiece> pieces) {
        if (!format.isStream() || isFound || isClosed || pieces.size() < seen) {
            return isFound;
        }
        for (ArrivedPiece piece : pieces.subList(seen, pieces.size())) {
            decoder.feedInSteps(piece.chunk(), this::look);
            if (begun > largestChunk) {
                framer.rest();
                isClosed = true;
            }
            if (isClosed) {
                return isFound;
            }
        }
        seen = pieces.size();
        Optional<Bytes> rest = framer.rest();
        rest.ifPresent(begun -> {
            isFound |= family.isLast(format, new Chunk(0, begun));
            look(new Chunk(0, begun));
            this.begun -= begun.size(); // counted twice
        });
        return isFound;
    }

    private void look(Chunk arrived) {
        begun += arrived.bytes().size();
        for (Bytes frame : framer.feed(arrived.bytes())) {
            begun = 0;
            isFound |= family.isLast(format, new Chunk(arrived.at(), frame));
        }
    }

    /** Does not wait for a search that is under way: it ends soon, and closes what is left. */
    @Override
    public void close() {
        isClosed = true;
        closeIfDue();
    }

    private void closeIfDue() {
        if (isClosed && lock.tryLock()) {
            try {
                if (!isReleased) {
                    isReleased = true;
                    decoder.close();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
