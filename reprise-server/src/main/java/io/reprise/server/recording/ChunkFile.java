package io.reprise.server.recording;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.LargeChunks;
import io.reprise.server.memory.SpillFile;
import io.reprise.server.memory.SpillFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The chunks of a large answer in a file, in segments that are read as wholes. All are added before the first is asked for. */
final class ChunkFile extends LargeChunks implements AutoCloseable {
    /** In bytes; one with a large chunk has more. */
    private static final int SEGMENT = 64 << 10;

    /** The time of a chunk, and its size. */
    private static final int HEAD = Long.BYTES + Integer.BYTES;

    private final SpillFile file;
    private final List<Segment> segments = new ArrayList<>();
    private ByteArrayOutputStream next = new ByteArrayOutputStream();
    private int firstOfNext;
    private int size;
    private int current = -1;
    private List<Chunk> chunksOfCurrent = List.of();

    /** @param first the number of chunks before it */
    private record Segment(int first, long place, int length) {}

    ChunkFile(SpillFiles files) throws IOException {
        this.file = files.create();
    }

    synchronized void addLast(Chunk chunk) throws IOException {
        byte[] bytes = chunk.bytes().toArray();
        next.writeBytes(ByteBuffer.allocate(HEAD)
                .putLong(chunk.at())
                .putInt(bytes.length)
                .array());
        next.writeBytes(bytes);
        size++;
        if (next.size() >= SEGMENT) {
            flush();
        }
    }

    private void flush() throws IOException {
        segments.add(new Segment(firstOfNext, file.append(ByteBuffer.wrap(next.toByteArray())), next.size()));
        firstOfNext = size;
        next = new ByteArrayOutputStream();
    }

    /** Nothing more will be added. */
    synchronized void finish() throws IOException {
        if (next.size() > 0) {
            flush();
        }
    }

    @Override
    public synchronized Chunk get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        int wanted = segmentOf(index);
        Segment segment = segments.get(wanted);
        if (wanted != current) {
            chunksOfCurrent = read(segment);
            current = wanted;
        }
        return chunksOfCurrent.get(index - segment.first);
    }

    private int segmentOf(int index) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).first <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private List<Chunk> read(Segment segment) {
        ByteBuffer all = ByteBuffer.wrap(file.read(segment.place, segment.length));
        List<Chunk> chunks = new ArrayList<>();
        while (all.hasRemaining()) {
            long at = all.getLong();
            byte[] bytes = new byte[all.getInt()];
            all.get(bytes);
            chunks.add(new Chunk(at, Bytes.owning(bytes)));
        }
        return chunks;
    }

    @Override
    public synchronized int size() {
        return size;
    }

    @Override
    public void close() {
        file.close();
    }
}
