package io.reprise.core.store.file;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.JsonCursor;
import io.reprise.core.store.file.member.FileValue;
import java.io.IOException;
import java.util.Optional;

/** The chunks of a stream, of which one is in memory. */
final class ChunkItems implements PieceReading.Items {
    private final JsonCursor text;
    private final FileValue response;
    private final ChunkReading reading;
    private int index;

    /** @param text in the list of chunks */
    ChunkItems(JsonCursor text, FileValue response, StreamFormat format) {
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
        long at = chunk.get("at").map(RecordingReading::time).orElse(0L);
        return Optional.of(new Chunk(at, reading.chunk(chunk, index++).bytes()));
    }
}
