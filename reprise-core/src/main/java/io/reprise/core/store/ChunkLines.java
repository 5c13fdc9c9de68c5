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
    private record Reading(Chunk chunk, Optional<String> text, Optional<Frame> frame) {
        static Reading of(Framing framing, Chunk chunk) {
            Optional<String> text = chunk.bytes().decode();
            return new Reading(chunk, text, text.flatMap(present -> Frame.parse(framing, present)));
        }

        /** Its value in the given layout, if that and the framing give the chunk exactly. */
        Optional<String> json(Layout layout) {
            return frame.flatMap(present -> {
                String json = present.data().write(layout);
                return text.filter(present.around(json)::equals).map(exactly -> json);
            });
        }
    }

    static ChunkLines of(Framing framing, List<Chunk> chunks) {
        List<Reading> readings =
                chunks.stream().map(chunk -> Reading.of(framing, chunk)).toList();
        Layout layout = Layout.COMPACT;
        List<Optional<String>> values = values(readings, layout);
        long framed =
                readings.stream().filter(reading -> reading.frame().isPresent()).count();
        if (matches(values) < framed) {
            List<Optional<String>> spaced = values(readings, Layout.SPACED);
            if (matches(spaced) > matches(values)) {
                layout = Layout.SPACED;
                values = spaced;
            }
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            lines.add(line(readings.get(i), values.get(i)));
        }
        return new ChunkLines(layout, lines);
    }

    private static List<Optional<String>> values(List<Reading> readings, Layout layout) {
        return readings.stream().map(reading -> reading.json(layout)).toList();
    }

    private static long matches(List<Optional<String>> values) {
        return values.stream().filter(Optional::isPresent).count();
    }

    private static String line(Reading reading, Optional<String> json) {
        StringBuilder line = new StringBuilder("{\"at\": ");
        line.append(reading.chunk().at()).append(", ");
        if (json.isPresent()) {
            reading.frame().flatMap(Frame::event).ifPresent(name -> {
                Json.quote(name, line.append("\"event\": "));
                line.append(", ");
            });
            line.append("\"data\": ").append(json.get());
        } else if (reading.text().isPresent()) {
            Json.quote(reading.text().get(), line.append("\"raw\": "));
        } else {
            byte[] bytes = reading.chunk().bytes().toArray();
            line.append("\"base64\": \"")
                    .append(Base64.getEncoder().encodeToString(bytes))
                    .append('"');
        }
        return line.append('}').toString();
    }
}
