package io.reprise.core.stream;

import io.reprise.core.exchange.StreamFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All stream formats. A new one needs one class and its name here. */
public record StreamFormats(List<StreamFormat> all) {
    /** Server-sent events. */
    public static final StreamFormat SSE = new SseFormat();

    /** Newline-delimited JSON. */
    public static final StreamFormat NDJSON = new NdjsonFormat();

    /** A JSON array that arrives piece by piece, which only an API family can tell from other JSON. */
    public static final StreamFormat JSON_ARRAY = new JsonArrayFormat();

    /** Binary frames with checksums, each with headers and a payload. */
    public static final StreamFormat EVENT_STREAM = new EventStreamFormat();

    public static final StreamFormats KNOWN =
            new StreamFormats(List.of(StreamFormat.WHOLE, SSE, NDJSON, JSON_ARRAY, EVENT_STREAM));

    public StreamFormats {
        all = List.copyOf(all);
    }

    public List<String> names() {
        return all.stream().map(StreamFormat::name).toList();
    }

    public Optional<StreamFormat> named(String name) {
        return all.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /** The format that a content type means for every API; {@link StreamFormat#WHOLE} if it means none. */
    public StreamFormat of(String contentType) {
        String mediaType = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return all.stream()
                .filter(format -> format.mediaTypes().contains(mediaType))
                .findFirst()
                .orElse(StreamFormat.WHOLE);
    }
}
