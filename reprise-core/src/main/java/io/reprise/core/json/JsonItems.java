package io.reprise.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The items of one array within a large JSON text: where they begin and end, so that they can be read one by one. The whole
 * text is checked, and only what is asked for is kept in memory.
 *
 * @param items in their order
 * @param members of the object that has the array: strings of at most {@link #LONGEST} characters
 */
public record JsonItems(List<Item> items, List<Json.Member> members) {
    /** Nothing that people write is deeper. */
    private static final int DEEPEST = 10_000;

    private static final int LONGEST = 4_000;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(LONGEST)
                    .build())
            .build();

    /**
     * An item.
     *
     * @param from the index of its first byte in the text
     * @param to the index after its last byte
     * @param values how many values it has, with all that are within others
     * @param mark the string that one of its members has; empty if it has none
     */
    public record Item(long from, long to, int values, String mark) {}

    public JsonItems {
        items = List.copyOf(items);
        members = List.copyOf(members);
    }

    /** The string of a member beside the array; empty if there is none. */
    public Optional<String> member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .reduce((first, second) -> second)
                .flatMap(member -> member.value().string());
    }

    /**
     * Reads a JSON text in UTF-8 from its beginning to its end.
     *
     * @param object the name of the object that has the array, a member of the outermost object
     * @param array the name of the array within it
     * @param mark the name of the member of which the string is kept for each item
     * @return empty if the text has no such array
     * @throws JsonSyntaxException if it is no JSON, or is nested too deeply; the message says the line and column
     */
    public static Optional<JsonItems> find(InputStream text, String object, String array, String mark)
            throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            Optional<JsonItems> found = new Reading(parser, array, mark).document(object);
            if (parser.nextToken() != null) {
                throw wrong("more than one value", parser);
            }
            return found;
        } catch (JsonProcessingException broken) {
            throw new JsonSyntaxException((broken instanceof com.fasterxml.jackson.core.io.JsonEOFException
                            ? "it ends too early"
                            : "it is not JSON")
                    + at(broken.getLocation()));
        }
    }

    private static JsonSyntaxException wrong(String what, JsonParser parser) {
        return new JsonSyntaxException(what + at(parser.currentTokenLocation()));
    }

    private static String at(JsonLocation location) {
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Goes through a text once. */
    private static final class Reading {
        private final JsonParser parser;
        private final String array;
        private final String markName;
        private final List<Item> items = new ArrayList<>();
        private final List<Json.Member> members = new ArrayList<>();
        private boolean isFound;
        private int values;
        private String mark = "";

        Reading(JsonParser parser, String array, String markName) {
            this.parser = parser;
            this.array = array;
            this.markName = markName;
        }

        Optional<JsonItems> document(String object) throws IOException {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new JsonSyntaxException("there is no value" + at(parser.currentLocation()));
            }
            if (token != JsonToken.START_OBJECT) {
                skip(token, false);
                return Optional.empty();
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean isWanted = object.equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (isWanted && value == JsonToken.START_OBJECT) {
                    inObject();
                } else {
                    skip(value, false);
                }
            }
            return isFound ? Optional.of(new JsonItems(items, members)) : Optional.empty();
        }

        private void inObject() throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals(array) && value == JsonToken.START_ARRAY) {
                    isFound = true;
                    for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                        items.add(item(item));
                    }
                } else if (value == JsonToken.VALUE_STRING && parser.getTextLength() <= LONGEST) {
                    members.add(new Json.Member(name, new Json.JsonString(parser.getText())));
                } else {
                    skip(value, false);
                }
            }
        }

        private Item item(JsonToken first) throws IOException {
            long from = parser.currentTokenLocation().getByteOffset();
            if (from < 0) {
                throw new IOException("it is not UTF-8");
            }
            values = 1;
            mark = "";
            skip(first, true);
            parser.finishToken();
            return new Item(from, parser.currentLocation().getByteOffset(), values, mark);
        }

        /** Goes to the end of the value that begins with {@code token}. */
        private void skip(JsonToken token, boolean isItem) throws IOException {
            int depth = token.isStructStart() ? 1 : 0;
            while (depth > 0) {
                JsonToken next = parser.nextToken();
                if (next == JsonToken.FIELD_NAME) {
                    continue;
                }
                values++;
                if (isItem && depth == 1 && next == JsonToken.VALUE_STRING && markName.equals(parser.currentName())) {
                    mark = parser.getTextLength() <= LONGEST ? parser.getText() : "";
                }
                depth += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
                if (depth > DEEPEST) {
                    throw wrong("more than " + DEEPEST + " values within each other", parser);
                }
            }
        }
    }
}
