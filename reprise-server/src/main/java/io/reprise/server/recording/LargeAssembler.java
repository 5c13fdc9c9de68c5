package io.reprise.server.recording;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.Decoded;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.server.memory.SpillException;
import io.reprise.server.memory.SpillFiles;
import io.reprise.server.recording.ResponseAssembler.Assembled;
import io.reprise.server.request.ResponseHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts together what {@link ResponseAssembler} does, of a stream that is too large to be in memory: its chunks are in files until this is closed.
 * Blocks; for workers.
 */
public final class LargeAssembler implements AutoCloseable {
    /** It is no stream, or has a chunk that is too large: then it can only be put together in memory. */
    public static final class NotInPiecesException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotInPiecesException() {
            super("the answer cannot be recorded in pieces");
        }
    }

    private final ParsedRequest request;
    private final DecodingLimits limits;
    private final SpillFiles files;
    private final long largestChunk;
    private final List<ChunkFile> open = new ArrayList<>();

    /** @param largestChunk in bytes */
    public LargeAssembler(ParsedRequest request, DecodingLimits limits, SpillFiles files, long largestChunk) {
        this.request = request;
        this.limits = limits;
        this.files = files;
        this.largestChunk = largestChunk;
    }

    /** Whether an answer with that head may be put together so. */
    public static boolean isFor(ParsedRequest request, ResponseHead head) {
        return Response.isStatus(head.status())
                && Response.mayHaveBody(request.request().method(), head.status())
                && ResponseAssembler.format(request, head).isStream();
    }

    /**
     * What {@link ResponseAssembler#assemble} would return; the response has {@link io.reprise.core.exchange.LargeChunks}.
     *
     * @throws NotInPiecesException if that is not possible
     */
    public Assembled assemble(ResponseHead head, List<ArrivedPiece> pieces, BodyEnd end) {
        try (ContentDecoder decoder = new ContentDecoder(head.headers(), limits.inSteps())) {
            ChunkFile file = new ChunkFile(files);
            open.add(file);
            Cutting cutting = new Cutting(ResponseAssembler.format(request, head), file);
            for (ArrivedPiece piece : pieces) {
                decoder.feedInSteps(piece.chunk(), cutting::add);
            }
            Decoded rest = decoder.finish();
            if (rest instanceof Decoded.Whole whole) {
                whole.chunks().forEach(cutting::add);
            }
            cutting.finish();
            return new ResponseAssembler(request, limits)
                    .ofStream(head, rest, ended -> response(head, file, ended), end);
        } catch (IOException failed) {
            throw notWritten(failed);
        }
    }

    private Response response(ResponseHead head, ChunkFile chunks, Ending ofHttp) {
        if (chunks.isEmpty()) {
            throw new NotInPiecesException();
        }
        return new Response(
                head.status(),
                ResponseAssembler.headers(head),
                ResponseAssembler.format(request, head),
                chunks,
                ofHttp);
    }

    private SpillException notWritten(IOException failed) {
        return new SpillException(
                "the answer is too large for the memory, and cannot be put into a file in '" + files.parent() + "': "
                        + FileFailures.unwritable(failed) + "; REPRISE_TMP names another directory",
                failed);
    }

    /** Cuts what arrived into chunks. A chunk has arrived when its last byte has. */
    private final class Cutting {
        private final StreamFormat format;
        private final Framer framer;
        private final ChunkFile file;
        private long at;
        private long begun;

        Cutting(StreamFormat format, ChunkFile file) {
            this.format = format;
            this.framer = format.framer();
            this.file = file;
        }

        void add(Chunk piece) {
            at = piece.at();
            begun += piece.bytes().size();
            for (Bytes frame : framer.feed(piece.bytes())) {
                write(frame);
                begun = 0;
            }
            if (begun > largestChunk) {
                throw new NotInPiecesException();
            }
        }

        void finish() throws IOException {
            framer.rest().ifPresent(this::write);
            file.finish();
        }

        private void write(Bytes frame) {
            if (frame.size() > largestChunk || file.isEmpty() && !format.mayBegin(frame)) {
                throw new NotInPiecesException();
            }
            try {
                file.addLast(new Chunk(at, frame));
            } catch (IOException failed) {
                throw notWritten(failed);
            }
        }
    }

    @Override
    public void close() {
        open.forEach(ChunkFile::close);
    }
}
