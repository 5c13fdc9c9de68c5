package io.reprise.core.exchange;

import java.util.Optional;

/**
 * The content of a chunk that has the simplest spelling of its format.
 *
 * @param event the type of the event, in formats that name one
 * @param json the text in the place of the JSON value; it need not be JSON
 */
public record PlainChunk(Optional<String> event, String json) {
    /** The content of an empty chunk. */
    public static final PlainChunk EMPTY = of("");

    public static PlainChunk of(String json) {
        return new PlainChunk(Optional.empty(), json);
    }

    public static PlainChunk of(String event, String json) {
        return new PlainChunk(Optional.of(event), json);
    }
}
