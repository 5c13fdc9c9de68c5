package io.reprise.core.store;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Framing;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The chunks of a stream, each as one line of a recording file.
 *
 * @param layout in which the upstream wrote most of its JSON; chunks that it does not reproduce are kept as raw text
 */
record ChunkLines(Layout layout, List<String> lines) {

    /** A chunk and what can be made of it. */
    private record Reading(Chunk chunk, Optional<String> text, Optional<PlainChunk> frame) {
        static Reading of(Framing framing, Chunk chunk) {
            Optional<String> text = chunk.bytes().decode();
            return new Reading(chunk, text, text.flatMap(present -> PlainChunk.of(framing, present)));
        }

        /** What it carries, if that is JSON in the given layout. */
        Optional<PlainChunk> in(Layout layout) {
            return frame.filter(present -> Json.isWritten(present.json(), layout));
        }
    }

    static ChunkLines of(Framing framing, List<Chunk> chunks) {
        List<Reading> readings =
                chunks.stream().map(chunk -> Reading.of(framing, chunk)).toList();
        List<Optional<PlainChunk>> compact = frames(readings, Layout.COMPACT);
        List<Optional<PlainChunk>> spaced = frames(readings, Layout.SPACED);
        boolean isSpaced = count(spaced) > count(compact);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            lines.add(line(readings.get(i), (isSpaced ? spaced : compact).get(i)));
        }
        return new ChunkLines(isSpaced ? Layout.SPACED : Layout.COMPACT, lines);
    }

    private static List<Optional<PlainChunk>> frames(List<Reading> readings, Layout layout) {
        return readings.stream().map(reading -> reading.in(layout)).toList();
    }

    private static long count(List<Optional<PlainChunk>> frames) {
        return frames.stream().filter(Optional::isPresent).count();
    }

    private static String line(Reading reading, Optional<PlainChunk> frame) {
        StringBuilder line = new StringBuilder("{\"at\": ");
        line.append(reading.chunk().at()).append(", ");
        if (frame.isPresent()) {
            frame.get()
                    .event()
                    .ifPresent(name ->
                            line.append("\"event\": ").append(quoted(name)).append(", "));
            line.append("\"data\": ").append(frame.get().json());
        } else if (reading.text().isPresent()) {
            line.append("\"raw\": ").append(quoted(reading.text().get()));
        } else {
            byte[] bytes = reading.chunk().bytes().toArray();
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
