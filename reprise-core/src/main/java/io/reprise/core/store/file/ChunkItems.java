package io.reprise.core.store.file;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.JsonCursor;
import io.reprise.core.store.file.member.FileValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The chunks of a stream, of which one is in memory. */
final class ChunkItems implements PieceReading.Items {
    /** More are not told. */
    private static final int MOST_UNKNOWN = 100;

    private final JsonCursor text;
    private final FileValue response;
    private final ChunkReading reading;
    private final List<String> unknown;
    private int index;

    /**
     * @param text in the list of chunks
     * @param unknown takes the first places of members that mean nothing
     */
    ChunkItems(JsonCursor text, FileValue response, StreamFormat format, List<String> unknown) {
        this.unknown = unknown;
        this.text = text;
        this.response = response;
        this.reading = ChunkReading.of(response, format);
    }

    @Override
    public Optional<Chunk> next() throws IOException {
        if (!text.nextItem()) {
            return Optional.empty();
        }
        FileValue chunk = response.item("chunks", index, text.value());
        if (unknown.size() < MOST_UNKNOWN) {
            UnknownMembers.ofChunk(chunk, unknown);
        }
        long at = chunk.get("at").map(RecordingReading::time).orElse(0L);
        return Optional.of(new Chunk(at, reading.chunk(chunk, index++).bytes()));
    }
}
