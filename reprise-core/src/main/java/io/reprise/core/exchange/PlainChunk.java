package io.reprise.core.exchange;

import java.util.Optional;

/**
 * What a chunk in the plainest spelling of its format carries.
 *
 * @param event the type of the event, in formats that name one
 * @param json what stands where one expects a JSON value; it need not be one
 */
public record PlainChunk(Optional<String> event, String json) {
    /** What a chunk carries that says nothing. */
    public static final PlainChunk EMPTY = of("");

    public static PlainChunk of(String json) {
        return new PlainChunk(Optional.empty(), json);
    }

    public static PlainChunk of(String event, String json) {
        return new PlainChunk(Optional.of(event), json);
    }
}
