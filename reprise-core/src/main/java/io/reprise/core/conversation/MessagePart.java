package io.reprise.core.conversation;

import java.util.OptionalLong;

/** What a message consists of. */
public sealed interface MessagePart {
    /** What is done for each kind of part. */
    interface Visitor<T> {
        T text(Text text);

        T reasoning(Reasoning reasoning);

        T toolCall(ToolCall call);

        T toolResult(ToolResult result);

        T media(Media media);
    }

    <T> T accept(Visitor<T> visitor);

    /** Words for the reader. */
    record Text(String text) implements MessagePart {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.text(this);
        }
    }

    /** What the model thought before it answered. */
    record Reasoning(String text) implements MessagePart {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.reasoning(this);
        }
    }

    /**
     * A tool that the model wants to have run.
     *
     * @param arguments usually JSON, as the model spelled it
     */
    record ToolCall(String name, String arguments) implements MessagePart {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.toolCall(this);
        }
    }

    /**
     * What a tool returned.
     *
     * @param name of the tool, or the id of the call where the API names no tool; may be empty
     */
    record ToolResult(String name, String text) implements MessagePart {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.toolResult(this);
        }
    }

    /**
     * An image, a sound, a document, a list of numbers: anything that is not shown.
     *
     * @param type a media type, or the kind of the thing, such as {@code image} or {@code embedding}
     * @param bytes its size after decoding; empty where it is not here, such as for a URL
     */
    record Media(String type, OptionalLong bytes) implements MessagePart {
        private static final String BASE64 = ";base64,";

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.media(this);
        }

        /** What a URL names: {@code data:} URLs (RFC 2397) have a type and a size, others are of that kind and not here. */
        public static Media ofUrl(String kind, String url) {
            int comma = url.indexOf(',');
            if (!url.startsWith("data:") || comma < 0) {
                return new Media(kind, OptionalLong.empty());
            }
            int semicolon = url.indexOf(';');
            String type = url.substring("data:".length(), semicolon < 0 || semicolon > comma ? comma : semicolon);
            boolean isBase64 = url.startsWith(BASE64, comma + 1 - BASE64.length());
            long size = isBase64 ? decodedSize(url.substring(comma + 1)) : url.length() - comma - 1;
            return new Media(type.isEmpty() ? kind : type, OptionalLong.of(size));
        }

        /** A thing whose bytes are given in base64 (RFC 4648). */
        public static Media ofBase64(String type, String base64) {
            return new Media(type, OptionalLong.of(decodedSize(base64)));
        }

        /** A list of that many numbers. */
        public static Media ofNumbers(long count) {
            return new Media("embedding of " + count + " numbers", OptionalLong.empty());
        }

        /** How many bytes a base64 text stands for, with or without padding and line ends. */
        public static long decodedSize(String base64) {
            return base64.chars().filter(c -> c > ' ' && c != '=').count() * 3 / 4;
        }
    }
}
