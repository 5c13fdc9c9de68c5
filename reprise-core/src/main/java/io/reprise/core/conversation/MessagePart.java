package io.reprise.core.conversation;

import java.util.OptionalLong;

/** What a message consists of. */
public sealed interface MessagePart {
    /** Words for the reader. */
    record Text(String text) implements MessagePart {}

    /** What the model thought before it answered. */
    record Reasoning(String text) implements MessagePart {}

    /**
     * A tool that the model wants to have run.
     *
     * @param arguments usually JSON, as the model spelled it
     */
    record ToolCall(String name, String arguments) implements MessagePart {}

    /**
     * What a tool returned.
     *
     * @param name of the tool, or the id of the call where the API names no tool; may be empty
     */
    record ToolResult(String name, String text) implements MessagePart {}

    /**
     * An image, a sound, a document, a list of numbers: anything that is not shown.
     *
     * @param type a media type, or the kind of the thing, such as {@code image} or {@code embedding}
     * @param bytes its size after decoding; empty where it is not here, such as for a URL
     */
    record Media(String type, OptionalLong bytes) implements MessagePart {}
}
