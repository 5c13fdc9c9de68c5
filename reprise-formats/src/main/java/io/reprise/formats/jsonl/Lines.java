package io.reprise.formats.jsonl;

import io.reprise.core.exchange.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads lines, one after the other. A line ends with a line feed, or with the file. */
final class Lines implements Closeable {
    /** In bytes. The text of a line and its values take several times as much memory. */
    static final long MOST = Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 24);

    private static final int BUFFER = 64 << 10;

    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;
    private long offset;
    private long number;

    /**
     * A line.
     *
     * @param number from 1
     * @param from the index of its first byte in the file
     * @param bytes without the line feed; none if it is too long
     * @param size how many bytes it has
     */
    record Line(long number, long from, Bytes bytes, long size) {
        boolean isTooLong() {
            return size > MOST;
        }
    }

    /** @param input is closed with this object */
    Lines(InputStream input) {
        this.input = input;
    }

    /** Empty at the end of the file. */
    Optional<Line> next() throws IOException {
        if (!fill()) {
            return Optional.empty();
        }
        long from = offset;
        long size = 0;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean isEnded = false;
        while (!isEnded && fill()) {
            int stop = next;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            size += stop - next;
            if (size <= MOST) {
                bytes.write(buffer, next, stop - next);
            } else {
                bytes.reset();
            }
            isEnded = stop < end;
            offset += stop - next + (isEnded ? 1 : 0);
            next = stop + (isEnded ? 1 : 0);
        }
        number++;
        return Optional.of(new Line(number, from, Bytes.owning(bytes.toByteArray()), size));
    }

    /** Whether there is a byte to be read. */
    private boolean fill() throws IOException {
        while (next == end) {
            int read = input.read(buffer);
            if (read < 0) {
                return false;
            }
            next = 0;
            end = read;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
