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

    static ChunkLines of(Framing framing, List<Chunk> chunks) {
        List<Optional<String>> texts =
                chunks.stream().map(chunk -> chunk.bytes().decode()).toList();
        List<Optional<Frame>> frames = texts.stream()
                .map(text -> text.flatMap(present -> Frame.parse(framing, present)))
                .toList();
        Layout layout = matches(texts, frames, Layout.COMPACT) >= matches(texts, frames, Layout.SPACED)
                ? Layout.COMPACT
                : Layout.SPACED;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            lines.add("{\"at\": " + chunks.get(i).at() + ", " + line(chunks.get(i), texts.get(i), frames.get(i), layout)
                    + "}");
        }
        return new ChunkLines(layout, lines);
    }

    private static long matches(List<Optional<String>> texts, List<Optional<Frame>> frames, Layout layout) {
        long matches = 0;
        for (int i = 0; i < texts.size(); i++) {
            if (frames.get(i).map(frame -> frame.text(layout)).equals(texts.get(i))) {
                matches++;
            }
        }
        return matches;
    }

    private static String line(Chunk chunk, Optional<String> text, Optional<Frame> frame, Layout layout) {
        if (frame.isPresent() && frame.map(present -> present.text(layout)).equals(text)) {
            return frame.get()
                            .event()
                            .map(name -> "\"event\": " + quote(name) + ", ")
                            .orElse("") + "\"data\": " + frame.get().data().write(layout);
        }
        return text.map(raw -> "\"raw\": " + quote(raw))
                .orElseGet(() -> "\"base64\": "
                        + quote(Base64.getEncoder().encodeToString(chunk.bytes().toArray())));
    }

    private static String quote(String text) {
        return new Json.JsonString(text).write(Layout.COMPACT);
    }
}
