package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A frame of {@code application/vnd.amazon.eventstream} (the event stream encoding of Smithy): the length of the frame,
 * the length of its headers, and a CRC-32 of both; the headers; the payload; a CRC-32 of everything before. Numbers are
 * big-endian.
 */
record EventFrame(List<Header> headers, Bytes payload) {
    /** Bytes before the headers. */
    static final int PRELUDE = 12;

    /** Bytes of a frame without headers and payload. */
    static final int LEAST = PRELUDE + Integer.BYTES;

    /**
     * A header.
     *
     * @param type 0 to 9, as the encoding numbers them
     * @param value as it is in the frame, without its length
     */
    record Header(String name, int type, Bytes value) {
        static final int BYTES = 6;
        static final int STRING = 7;

        /** The sizes of the values of all types, in bytes; -1 for those that begin with their length. */
        private static final int[] SIZES = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};

        static Header of(String name, String value) {
            return new Header(name, STRING, Bytes.utf8(value));
        }

        boolean isString() {
            return type == STRING;
        }

        private boolean hasLength() {
            return SIZES[type] < 0;
        }
    }

    EventFrame {
        headers = List.copyOf(headers);
    }

    /** The frame that {@code chunk} is; empty if it is damaged, incomplete or more than one. */
    static Optional<EventFrame> parse(Bytes chunk) {
        ByteBuffer in = chunk.buffer();
        int size = chunk.size();
        if (size < LEAST || in.getInt(0) != size || !isPrelude(chunk) || in.getInt(size - 4) != crc(in, size - 4)) {
            return Optional.empty();
        }
        int end = PRELUDE + in.getInt(4);
        in.position(PRELUDE).limit(end);
        try {
            List<Header> headers = new ArrayList<>();
            while (in.hasRemaining()) {
                headers.add(header(in));
            }
            return Optional.of(new EventFrame(headers, chunk.slice(end, size - Integer.BYTES)));
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Whether the bytes at the start of {@code frame} can be the prelude of a frame. */
    static boolean isPrelude(Bytes frame) {
        ByteBuffer in = frame.buffer();
        int size = in.getInt(0);
        int headers = in.getInt(4);
        return size >= LEAST && headers >= 0 && headers <= size - LEAST && in.getInt(8) == crc(in, 8);
    }

    private static Header header(ByteBuffer in) {
        String name = read(in, in.get() & 0xff)
                .decode()
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("a header without a name"));
        int type = in.get();
        if (type < 0 || type >= Header.SIZES.length) {
            throw new IllegalArgumentException("a header of the unknown type " + type);
        }
        int size = Header.SIZES[type];
        return new Header(name, type, read(in, size < 0 ? in.getShort() & 0xffff : size));
    }

    private static Bytes read(ByteBuffer in, int size) {
        if (size > in.remaining()) {
            throw new IllegalArgumentException("a header that does not end");
        }
        byte[] read = new byte[size];
        in.get(read);
        return Bytes.owning(read);
    }

    /** The bytes of this frame, with lengths and checksums. */
    Bytes write() {
        int length = headers.stream().mapToInt(EventFrame::size).sum();
        ByteBuffer out = ByteBuffer.allocate(LEAST + length + payload.size());
        out.putInt(out.capacity()).putInt(length).putInt(crc(out, 8));
        for (Header header : headers) {
            Bytes name = Bytes.utf8(header.name);
            out.put((byte) name.size()).put(name.buffer()).put((byte) header.type);
            if (header.hasLength()) {
                out.putShort((short) header.value.size());
            }
            out.put(header.value.buffer());
        }
        out.put(payload.buffer());
        return Bytes.owning(out.putInt(crc(out, out.position())).array());
    }

    private static int size(Header header) {
        int name = Bytes.utf8(header.name).size();
        return 1 + name + 1 + (header.hasLength() ? Short.BYTES : 0) + header.value.size();
    }

    private static int crc(ByteBuffer frame, int to) {
        CRC32 crc = new CRC32();
        crc.update(frame.duplicate().position(0).limit(to));
        return (int) crc.getValue();
    }

    /** What the frame is: the type of an event or of an exception, or an error code; empty if it does not say. */
    String type() {
        return text(":event-type")
                .or(() -> text(":exception-type"))
                .or(() -> text(":error-code"))
                .orElse("");
    }

    private Optional<String> text(String name) {
        return headers.stream()
                .filter(header -> header.isString() && header.name.equals(name))
                .findFirst()
                .flatMap(header -> header.value.decode());
    }
}
