package io.reprise.core.content;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** {@code gzip} (RFC 1952), also of several members. Zeros may follow the last one. */
final class GzipDecoder implements CodingDecoder {
    private static final int FIXED_HEADER = 10;
    private static final int TRAILER = 8;

    /** Names and comments are short. In bytes. */
    private static final int MAX_HEADER = 64 << 10;

    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    /** What comes next. */
    private enum State {
        FIRST_HEADER,
        CONTENT,
        TRAILER,
        NEXT_HEADER,
        PADDING
    }

    private final DecodedOutput out;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[DecodedOutput.BUFFER];
    private Bytes arrived = Bytes.EMPTY;
    private int position;
    private State state = State.FIRST_HEADER;

    GzipDecoder(DecodedOutput out) {
        this.out = out;
    }

    @Override
    public List<Chunk> feed(Chunk piece) throws DecodingException {
        arrived = Bytes.concat(List.of(arrived.slice(position, arrived.size()), piece.bytes()));
        position = 0;
        while (unread() > 0 && advance()) {
            // until more is needed
        }
        return out.take(piece.at());
    }

    /** False if more bytes are needed. */
    private boolean advance() throws DecodingException {
        switch (state) {
            case FIRST_HEADER, NEXT_HEADER -> {
                return readHeader();
            }
            case CONTENT -> {
                inflate();
                return true;
            }
            case TRAILER -> {
                return readTrailer();
            }
            case PADDING -> {
                Trailing.requireZeros(arrived.buffer().position(position), "gzip");
                position = arrived.size();
            }
        }
        return true;
    }

    private boolean readHeader() throws DecodingException {
        if (state == State.NEXT_HEADER && at(0) == 0) {
            state = State.PADDING;
            return true;
        }
        if (unread() < 2) {
            return false;
        }
        if (at(0) != 0x1f || at(1) != (byte) 0x8b) {
            if (state == State.FIRST_HEADER) {
                throw new DecodingException("it is not gzip");
            }
            state = State.PADDING;
            return true;
        }
        int length = headerLength();
        if (length > unread()) {
            if (unread() > MAX_HEADER) {
                throw new DecodingException("its gzip header is longer than " + MAX_HEADER + " bytes");
            }
            return false;
        }
        position += length;
        inflater.reset();
        checksum.reset();
        state = State.CONTENT;
        return true;
    }

    /** More than there is, if the header is not all there. */
    private int headerLength() throws DecodingException {
        if (unread() < FIXED_HEADER) {
            return FIXED_HEADER;
        }
        int flags = at(3);
        if (at(2) != 8 || (flags & 0xe0) != 0) {
            throw new DecodingException("its gzip header is not of a known kind");
        }
        int length = FIXED_HEADER;
        if ((flags & HAS_EXTRA) != 0) {
            if (unread() < length + 2) {
                return length + 2;
            }
            length += 2 + (at(length) & 0xff | (at(length + 1) & 0xff) << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            length = afterZero(length);
        }
        if ((flags & HAS_COMMENT) != 0) {
            length = afterZero(length);
        }
        return (flags & HAS_CHECKSUM) != 0 ? length + 2 : length;
    }

    private int afterZero(int from) {
        int at = from;
        while (at < unread() && at(at) != 0) {
            at++;
        }
        return at + 1;
    }

    private void inflate() throws DecodingException {
        inflater.setInput(arrived.buffer().position(position));
        try {
            int length = inflater.inflate(buffer);
            while (length > 0) { // it may hold output that had no room, although it has read all
                checksum.update(buffer, 0, length);
                out.write(buffer, length);
                length = inflater.inflate(buffer);
            }
        } catch (DataFormatException damaged) {
            throw new DecodingException("its gzip is damaged", damaged);
        }
        position = arrived.size() - inflater.getRemaining();
        if (inflater.finished()) {
            state = State.TRAILER;
        }
    }

    private boolean readTrailer() throws DecodingException {
        if (unread() < TRAILER) {
            return false;
        }
        ByteBuffer trailer = arrived.buffer().position(position).order(ByteOrder.LITTLE_ENDIAN);
        if (trailer.getInt() != (int) checksum.getValue() || trailer.getInt() != (int) inflater.getBytesWritten()) {
            throw new DecodingException("its gzip is damaged: the checksum differs");
        }
        position += TRAILER;
        state = State.NEXT_HEADER;
        return true;
    }

    private int unread() {
        return arrived.size() - position;
    }

    private byte at(int index) {
        return arrived.at(position + index);
    }

    @Override
    public List<Chunk> finish() {
        return List.of();
    }

    @Override
    public boolean isAtEnd() {
        return state == State.PADDING || state == State.NEXT_HEADER && unread() == 0;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
