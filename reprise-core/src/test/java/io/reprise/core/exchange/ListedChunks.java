package io.reprise.core.exchange;

import java.util.List;

/** Large chunks that are in memory all the same. */
public final class ListedChunks extends LargeChunks {
    private final List<Chunk> chunks;

    public ListedChunks(List<Chunk> chunks) {
        this.chunks = List.copyOf(chunks);
    }

    /** The same response, whose chunks are read one by one. */
    public static Response inPieces(Response response) {
        return response.withChunks(new ListedChunks(response.chunks()));
    }

    @Override
    public Chunk get(int index) {
        return chunks.get(index);
    }

    @Override
    public int size() {
        return chunks.size();
    }
}
