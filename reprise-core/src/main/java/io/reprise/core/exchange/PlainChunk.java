package io.reprise.core.exchange;

import java.util.List;
import java.util.Optional;

/**
 * The content of a chunk, apart from how its format spells it.
 *
 * @param event the type of the event, in formats that name one
 * @param fields what else the format says of the chunk, in the order of its bytes
 * @param json the text in the place of the JSON value; it need not be JSON
 */
public record PlainChunk(Optional<String> event, List<Field> fields, String json) {
    /** The content of an empty chunk. */
    public static final PlainChunk EMPTY = of("");

    /**
     * Something that a chunk says beside its JSON, such as its id.
     *
     * @param type of the value, in formats that have types other than text; empty for text
     */
    public record Field(String name, String type, String value) {
        public static Field text(String name, String value) {
            return new Field(name, "", value);
        }
    }

    public PlainChunk {
        fields = List.copyOf(fields);
    }

    public PlainChunk(Optional<String> event, String json) {
        this(event, List.of(), json);
    }

    public static PlainChunk of(String json) {
        return new PlainChunk(Optional.empty(), json);
    }

    public static PlainChunk of(String event, String json) {
        return new PlainChunk(Optional.of(event), json);
    }
}
