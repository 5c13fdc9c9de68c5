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
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The chunks of a large answer in a file, in segments that are read as wholes. All are added before the first is asked for. */
final class ChunkFile extends LargeChunks implements AutoCloseable {
    /** In bytes; one with a large chunk has more. */
    private static final int SEGMENT = 64 << 10;

    /** The time of a chunk, and its size. */
    private static final int HEAD = Long.BYTES + Integer.BYTES;

    private final SpillFile file;
    /** By the number of chunks before them. */
    private final NavigableMap<Integer, Segment> segments = new TreeMap<>();

    private ByteArrayOutputStream next = new ByteArrayOutputStream();
    private int firstOfNext;
    private int size;
    private @Nullable Segment current;
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
        segments.put(
                firstOfNext, new Segment(firstOfNext, file.append(ByteBuffer.wrap(next.toByteArray())), next.size()));
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
        Segment segment = segments.floorEntry(index).getValue();
        if (segment != current) {
            chunksOfCurrent = read(segment);
            current = segment;
        }
        return chunksOfCurrent.get(index - segment.first);
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
