package io.reprise.core.store.file;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes the chunks of a stream, each as one line of a recording file.
 *
 * @param layout in which the upstream wrote most of its JSON; chunks that it cannot reproduce are kept as raw text
 */
record ChunkLines(Layout layout, List<String> lines) {

    static ChunkLines of(StreamFormat format, List<Chunk> chunks) {
        List<Optional<PlainChunk>> plain = new ArrayList<>();
        for (Chunk chunk : chunks) {
            plain.add(format.plain(chunk.bytes(), plain.size()));
        }
        List<Optional<PlainChunk>> compact = in(Layout.COMPACT, plain);
        List<Optional<PlainChunk>> spaced = in(Layout.SPACED, plain);
        boolean isSpaced = count(spaced) > count(compact);
        List<String> lines = new ArrayList<>();
        for (Chunk chunk : chunks) {
            lines.add(line(chunk, (isSpaced ? spaced : compact).get(lines.size())));
        }
        return new ChunkLines(isSpaced ? Layout.SPACED : Layout.COMPACT, lines);
    }

    /** Those that carry JSON in that layout. */
    private static List<Optional<PlainChunk>> in(Layout layout, List<Optional<PlainChunk>> plain) {
        return plain.stream()
                .map(chunk -> chunk.filter(present -> Json.isWritten(present.json(), layout)))
                .toList();
    }

    private static long count(List<Optional<PlainChunk>> chunks) {
        return chunks.stream().filter(Optional::isPresent).count();
    }

    private static String line(Chunk chunk, Optional<PlainChunk> plain) {
        StringBuilder line = new StringBuilder("{\"at\": ");
        line.append(chunk.at()).append(", ");
        if (plain.isPresent()) {
            plain.get()
                    .event()
                    .ifPresent(name ->
                            line.append("\"event\": ").append(quoted(name)).append(", "));
            line.append("\"data\": ").append(plain.get().json());
            return line.append('}').toString();
        }
        Optional<String> text = chunk.bytes().decode();
        if (text.isPresent()) {
            line.append("\"raw\": ").append(quoted(text.get()));
        } else {
            byte[] bytes = chunk.bytes().toArray();
            line.append("\"base64\": \"")
                    .append(Base64.getEncoder().encodeToString(bytes))
                    .append('"');
        }
        return line.append('}').toString();
    }

    private static String quoted(String text) {
        return new Json.JsonString(text).write(Layout.COMPACT);
    }
}
