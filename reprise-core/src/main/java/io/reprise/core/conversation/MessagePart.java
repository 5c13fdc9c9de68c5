package io.reprise.core.conversation;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a message consists of. */
public sealed interface MessagePart {
    /** What is done for each kind of part. */
    interface Visitor<T> {
        T text(Text text);

        T reasoning(Reasoning reasoning);

        T refusal(Refusal refusal);

        T toolCall(ToolCall call);

        T toolResult(ToolResult result);

        T tools(Tools tools);

        T media(Media media);

        T numbers(Numbers numbers);

        T table(Table table);

        T citation(Citation citation);

        T other(Other other);
    }

    <T> T accept(Visitor<T> visitor);

    /** Words for the reader. */
    record Text(String text) implements MessagePart {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.text(this);
        }
    }

    /**
     * What the model thought before it answered.
     *
     * @param encrypted the length of what only the provider can read, in characters; empty where nothing is encrypted
     */
    record Reasoning(String text, OptionalLong encrypted) implements MessagePart {
        public Reasoning(String text) {
            this(text, OptionalLong.empty());
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.reasoning(this);
        }
    }

    /** Why the model does not answer. */
    record Refusal(String text) implements MessagePart {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.refusal(this);
        }
    }

    /**
     * A tool that the model wants to have run.
     *
     * @param id which the result names; may be empty
     * @param arguments usually JSON, as the model spelled it
     */
    record ToolCall(String id, String name, String arguments) implements MessagePart {
        public ToolCall(String name, String arguments) {
            this("", name, arguments);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.toolCall(this);
        }
    }

    /**
     * What a tool returned.
     *
     * @param id of the call; may be empty
     * @param name of the tool, or the id of the call where the API names no tool; may be empty
     */
    record ToolResult(String id, String name, String text, boolean isError) implements MessagePart {
        public ToolResult(String name, String text) {
            this("", name, text, false);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.toolResult(this);
        }
    }

    /** The tools that the model may call. */
    record Tools(List<Tool> tools) implements MessagePart {
        public Tools {
            tools = List.copyOf(tools);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.tools(this);
        }
    }

    /**
     * A tool that the model may call.
     *
     * @param definition all that the request says of it
     */
    record Tool(String name, String description, Json definition) {}

    /** Where the bytes of a medium are. */
    sealed interface Source {
        /** They are not known. */
        record Nowhere() implements Source {}

        /** They are elsewhere; nobody fetches them. */
        record Link(String url) implements Source {}

        /** They are here, in base64 (RFC 4648). */
        record Base64(String text) implements Source {}

        /** They are here. */
        record Here(Bytes bytes) implements Source {}
    }

    /**
     * An image, a sound, a document: anything that is no text.
     *
     * @param type a media type, or the kind of the thing, such as {@code image}
     * @param bytes its size after decoding; empty where it is not here, such as for a URL
     */
    record Media(String type, OptionalLong bytes, Source source) implements MessagePart {
        private static final String BASE64 = ";base64,";

        public Media(String type, OptionalLong bytes) {
            this(type, bytes, new Source.Nowhere());
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.media(this);
        }

        /** What a URL names: {@code data:} URLs (RFC 2397) have a type and a size, others are of that kind and not here. */
        public static Media ofUrl(String kind, String url) {
            int comma = url.indexOf(',');
            if (!url.startsWith("data:") || comma < 0) {
                Source source = url.isEmpty() ? new Source.Nowhere() : new Source.Link(url);
                return new Media(kind, OptionalLong.empty(), source);
            }
            int semicolon = url.indexOf(';');
            String type = url.substring("data:".length(), semicolon < 0 || semicolon > comma ? comma : semicolon);
            String data = url.substring(comma + 1);
            boolean isBase64 = url.startsWith(BASE64, comma + 1 - BASE64.length());
            return isBase64
                    ? ofBase64(type.isEmpty() ? kind : type, data)
                    : new Media(
                            type.isEmpty() ? kind : type,
                            OptionalLong.of(data.length()),
                            new Source.Here(Bytes.utf8(data)));
        }

        /** A thing whose bytes are given in base64 (RFC 4648). */
        public static Media ofBase64(String type, String base64) {
            return new Media(type, OptionalLong.of(decodedSize(base64)), new Source.Base64(base64));
        }

        /** A thing with these bytes. */
        public static Media of(String type, Bytes bytes) {
            return new Media(type, OptionalLong.of(bytes.size()), new Source.Here(bytes));
        }

        /** How many bytes a base64 text stands for, with or without padding and line ends. */
        public static long decodedSize(String base64) {
            long digits = 0;
            for (int i = 0; i < base64.length(); i++) {
                char c = base64.charAt(i);
                digits += c > ' ' && c != '=' ? 1 : 0;
            }
            return digits * 3 / 4;
        }
    }

    /**
     * A list of numbers, such as an embedding.
     *
     * @param norm the root of the sum of the squares; empty where the numbers are not known
     * @param first the first 8
     */
    record Numbers(long count, Optional<Double> norm, List<Double> first) implements MessagePart {
        public Numbers {
            first = List.copyOf(first);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.numbers(this);
        }
    }

    /** Objects with the same members, such as ranked documents or models. */
    record Table(List<String> columns, List<List<Json>> rows) implements MessagePart {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.table(this);
        }
    }

    /** A source that an answer names; each may be empty. */
    record Citation(String title, String url, String text) implements MessagePart {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.citation(this);
        }
    }

    /**
     * What no rule knows.
     *
     * @param where it stands, such as {@code response_format}
     */
    record Other(String where, Json json) implements MessagePart {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.other(this);
        }
    }
}
