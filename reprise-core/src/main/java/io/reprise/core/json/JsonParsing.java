package io.reprise.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Parses text to values. Open arrays and objects are on its own stack, so depth only costs memory. */
final class JsonParsing {
    /** The size of a body is limited when it is received, so nothing within it is limited again. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** An array or object whose end has not been read. */
    private static final class Open {
        final boolean isObject;
        final List<Json.Member> members = new ArrayList<>();
        final List<Json> items = new ArrayList<>();
        String name = "";

        Open(boolean isObject) {
            this.isObject = isObject;
        }

        void add(Json value) {
            if (isObject) {
                members.add(new Json.Member(name, value));
            } else {
                items.add(value);
            }
        }

        Json close() {
            return isObject ? new Json.JsonObject(members) : new Json.JsonArray(items);
        }
    }

    private JsonParsing() {}

    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    static Json parse(String text) {
        try (JsonParser parser = parser(text)) {
            Json value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException("more than one value" + at(parser.currentTokenLocation()));
            }
            return value;
        } catch (JsonProcessingException broken) {
            throw new JsonSyntaxException(reason(broken) + at(broken.getLocation()));
        } catch (IOException impossible) {
            throw new AssertionError("a text cannot fail to be read", impossible);
        }
    }

    private static Json value(JsonParser parser) throws IOException {
        Deque<Open> stack = new ArrayDeque<>();
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new JsonSyntaxException("no value, or one that does not end" + at(parser.currentLocation()));
            }
            Json value;
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    stack.push(new Open(token == JsonToken.START_OBJECT));
                    continue;
                }
                case FIELD_NAME -> {
                    stack.element().name = parser.currentName();
                    continue;
                }
                case END_OBJECT, END_ARRAY -> value = stack.pop().close();
                case VALUE_STRING -> value = new Json.JsonString(parser.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> value = new Json.JsonNumber(parser.getText());
                case VALUE_TRUE -> value = Json.TRUE;
                case VALUE_FALSE -> value = Json.FALSE;
                case VALUE_NULL -> value = Json.NULL;
                default -> throw new AssertionError("a token that strict JSON does not have: " + token);
            }
            if (stack.isEmpty()) {
                return value;
            }
            stack.element().add(value);
        }
    }

    /** False for most of what is not JSON, such as sound, images and multipart bodies, so that it need not be decoded to find out. */
    static boolean mayBeJson(Bytes bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte first = bytes.at(i);
            if (first != ' ' && first != '\t' && first != '\n' && first != '\r') {
                boolean isSign = first == '-' && i + 1 < to;
                return isSign ? isDigit(bytes.at(i + 1)) : isDigit(first) || "{[\"tfn".indexOf(first) >= 0;
            }
        }
        return false;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private static String reason(JsonProcessingException broken) {
        return broken instanceof com.fasterxml.jackson.core.io.JsonEOFException ? "ends too early" : "is not JSON";
    }

    private static String at(JsonLocation location) {
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
