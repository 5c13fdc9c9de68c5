package io.reprise.core.content;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.brotli.dec.BrotliInputStream;

/**
 * {@code br} (RFC 7932). Its library reads ahead and cannot wait for more, so that the body is decoded once it is there,
 * and nothing of one that was cut. When a part arrived is found by decoding the body up to the end of each piece: servers
 * that send a stream flush it there, so that an end can be put behind it.
 */
final class BrotliDecoder implements CodingDecoder {
    /** Ends a body behind a flush: the last block, and empty (RFC 7932, 9.2). */
    private static final byte[] END = {3};

    /** How much is decoded to find the times of arrival, in bytes; what is left then has the time of the last piece. */
    private static final long EFFORT = 64 << 20;

    /** What it takes to begin once more, in decoded bytes. */
    private static final long BEGINNING = 16 << 10;

    private final DecodedOutput out;
    private final List<Chunk> pieces = new ArrayList<>();
    private boolean isAtEnd;

    BrotliDecoder(DecodedOutput out) {
        this.out = out;
    }

    @Override
    public List<Chunk> feed(Chunk piece) {
        pieces.add(piece);
        return List.of();
    }

    @Override
    public List<Chunk> finish() throws DecodingException {
        byte[] coded = Bytes.concat(pieces.stream().map(Chunk::bytes).toList()).toArray();
        byte[] buffer = new byte[DecodedOutput.BUFFER];
        try (InputStream decoding = new BrotliInputStream(new ByteArrayInputStream(coded))) {
            for (int length = decoding.read(buffer); length >= 0; length = decoding.read(buffer)) {
                out.write(buffer, length);
            }
        } catch (IOException | RuntimeException damaged) {
            throw new DecodingException("its br coding is damaged or incomplete", damaged);
        }
        isAtEnd = true;
        List<Chunk> whole = out.take(0);
        return whole.isEmpty() ? whole : timed(coded, whole.get(0).bytes());
    }

    private List<Chunk> timed(byte[] coded, Bytes whole) {
        byte[] decoded = whole.toArray();
        List<Chunk> timed = new ArrayList<>();
        long effort = 0;
        int end = 0;
        int known = 0;
        for (Chunk piece : pieces.subList(0, pieces.size() - 1)) {
            end += piece.bytes().size();
            effort += BEGINNING + end + known;
            if (effort > EFFORT) {
                break;
            }
            int length = lengthOf(coded, end, decoded);
            if (length > known) {
                timed.add(new Chunk(piece.at(), whole.slice(known, length)));
                known = length;
            }
        }
        if (known < whole.size()) {
            timed.add(new Chunk(pieces.get(pieces.size() - 1).at(), whole.slice(known, whole.size())));
        }
        return timed;
    }

    /** How much of the body is known from its first {@code end} coded bytes; 0 if that cannot be told. */
    private static int lengthOf(byte[] coded, int end, byte[] decoded) {
        InputStream begun =
                new SequenceInputStream(new ByteArrayInputStream(coded, 0, end), new ByteArrayInputStream(END));
        try (InputStream decoding = new BrotliInputStream(begun)) {
            ByteArrayOutputStream known = new ByteArrayOutputStream();
            decoding.transferTo(known);
            byte[] start = known.toByteArray();
            boolean isStart =
                    start.length <= decoded.length && Arrays.equals(start, 0, start.length, decoded, 0, start.length);
            return isStart ? start.length : 0;
        } catch (IOException | RuntimeException noFlush) {
            return 0;
        }
    }

    @Override
    public boolean isAtEnd() {
        return isAtEnd;
    }

    @Override
    public void close() {
        pieces.clear();
    }
}
