package io.reprise.server.shared;

import io.reprise.server.memory.SpillFile;
import io.reprise.server.recording.ArrivedPiece;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pieces of an answer whose bytes are in a file, one after the other. Of each, only its time and its end are in memory. Thread-safe. */
final class SpilledPieces {
    /** What a piece takes in memory, in bytes. */
    static final int OVERHEAD = 2 * Integer.BYTES;

    private static final int OF_SEGMENT = 1 << 10;

    /** Of the bytes of a segment, which are counted by an int. */
    private static final int LARGEST_SEGMENT = 1 << 30;

    /** So much is read at once, since pieces are small and read in turn. In bytes. */
    private static final int WINDOW = 64 << 10;

    private final SpillFile file;
    /** By the number of pieces before them. */
    private final NavigableMap<Integer, Segment> segments = new TreeMap<>();

    private int count;
    private long end;
    private volatile @Nullable Window window;

    /** Pieces that follow each other. */
    private static final class Segment {
        final int first;
        final long from;
        private final int[] at = new int[OF_SEGMENT];
        private final int[] ends = new int[OF_SEGMENT];
        private int count;

        /** @param from where its bytes begin in the file */
        Segment(int first, long from) {
            this.first = first;
            this.from = from;
        }

        boolean takes(int size) {
            return count < OF_SEGMENT && end() + (long) size <= LARGEST_SEGMENT;
        }

        private int end() {
            return count == 0 ? 0 : ends[count - 1];
        }

        void add(long millis, int size) {
            ends[count] = end() + size;
            at[count] = (int) Math.min(millis, Integer.MAX_VALUE);
            count++;
        }

        int start(int index) {
            return index == 0 ? 0 : ends[index - 1];
        }
    }

    /** Bytes that were read, from a place in the file. */
    private record Window(long from, byte[] bytes) {
        boolean has(long wanted, int length) {
            return wanted >= from && wanted + length <= from + bytes.length;
        }

        byte[] part(long wanted, int length) {
            int start = (int) (wanted - from);
            return Arrays.copyOfRange(bytes, start, start + length);
        }
    }

    SpilledPieces(SpillFile file) {
        this.file = file;
    }

    /**
     * A piece has been written to the file.
     *
     * @param at milliseconds after the upstream was to be asked
     * @param place where it begins in the file: where the one before ends
     */
    synchronized void add(long at, int size, long place) {
        Segment last = segments.isEmpty() ? null : segments.lastEntry().getValue();
        if (last == null || !last.takes(size)) {
            last = new Segment(count, place);
            segments.put(count, last);
        }
        last.add(at, size);
        count++;
        end = place + size;
    }

    synchronized int count() {
        return count;
    }

    synchronized ArrivedPiece get(int index) {
        Segment segment = segments.floorEntry(index).getValue();
        int inside = index - segment.first;
        int start = segment.start(inside);
        return new ArrivedPiece(segment.at[inside], segment.ends[inside] - start, this::read, segment.from + start);
    }

    private byte[] read(long from, int length) {
        Window present = window;
        if (present != null && present.has(from, length)) {
            return present.part(from, length);
        }
        if (length > WINDOW / 2) {
            return file.read(from, length);
        }
        Window next = new Window(from, file.read(from, (int) Math.min(WINDOW, end() - from)));
        window = next;
        return next.part(from, length);
    }

    private synchronized long end() {
        return end;
    }
}
