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
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    /** In characters. */
    private static final int LONG = 1 << 20;

    /** An array or object whose end has not been read. */
    private static final class Open {
        final boolean isObject;
        final List<Json.Member> members;
        final List<Json> items;
        String name = "";

        Open(boolean isObject) {
            this.isObject = isObject;
            this.members = isObject ? new ArrayList<>() : List.of();
            this.items = isObject ? List.of() : new ArrayList<>();
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

    /** Where the parser has gone on already, so that its place is not that of the fault. */
    private static final Pattern BEHIND = Pattern.compile("Illegal character|Non-standard token");

    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    static Json parse(String text) {
        return parse(text, LongStrings.NONE);
    }

    /** As {@link Json#tryParse(Bytes)}, of bytes that may be JSON. */
    static Optional<Json> tryParse(Bytes bytes) {
        LongStrings apart = LongStrings.of(bytes);
        return apart.rest().decode().flatMap(text -> {
            try {
                return Optional.of(parse(text, apart));
            } catch (JsonSyntaxException notJson) {
                return Optional.empty();
            }
        });
    }

    private static Json parse(String text, LongStrings apart) {
        try (JsonParser parser = parser(text)) {
            Json value = value(parser, text, apart);
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException("more than one value" + at(parser.currentTokenLocation()));
            }
            return value;
        } catch (JsonProcessingException broken) {
            throw new JsonSyntaxException(reason(broken, text) + at(broken.getLocation()));
        } catch (IOException impossible) {
            throw new AssertionError("a text cannot fail to be read", impossible);
        }
    }

    static JsonParser parser(Reader text) throws IOException {
        return FACTORY.createParser(text);
    }

    /** The value at which a parser is; it is at its end then. */
    static Json current(JsonParser parser) throws IOException {
        return value(parser, parser.currentToken(), "", LongStrings.NONE);
    }

    private static Json value(JsonParser parser, String text, LongStrings apart) throws IOException {
        return value(parser, parser.nextToken(), text, apart);
    }

    private static Json value(JsonParser parser, @Nullable JsonToken first, String text, LongStrings apart)
            throws IOException {
        Deque<Open> stack = new ArrayDeque<>();
        LongStrings.Reader strings = apart.reader();
        for (JsonToken token = first; ; token = parser.nextToken()) {
            if (token == null) {
                throw new JsonSyntaxException("there is no value" + at(parser.currentLocation()));
            }
            Json value;
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    stack.push(new Open(token == JsonToken.START_OBJECT));
                    continue;
                }
                case FIELD_NAME -> {
                    stack.element().name = strings.after(parser.currentName());
                    continue;
                }
                case END_OBJECT, END_ARRAY -> value = stack.pop().close();
                case VALUE_STRING -> value = new Json.JsonString(strings.after(string(parser, text)));
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

    /** The string at which the parser is. A long one without escapes is cut out of the text: the parser would have it in memory several times. */
    private static String string(JsonParser parser, String text) throws IOException {
        if (text.length() >= LONG) {
            int from = (int) parser.currentTokenLocation().getCharOffset() + 1;
            int to = text.indexOf('"', from);
            if (to - from >= LONG && !isIn(text, '\\', from, to)) {
                return text.substring(from, to);
            }
        }
        return parser.getText();
    }

    private static boolean isIn(String text, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == wanted) {
                return true;
            }
        }
        return false;
    }

    /** False for most of what is not JSON, such as sound, images and multipart bodies, so that it need not be decoded to find out. */
    static boolean mayBeJson(Bytes bytes, int from, int to) {
        int at = from;
        while (at < to && isSpace(bytes.at(at))) {
            at++;
        }
        byte next = at + 1 < to ? bytes.at(at + 1) : (byte) ' ';
        return at < to && mayBegin(bytes.at(at), next);
    }

    /** Whether JSON may begin with two bytes; sound in FLAC, for example, begins with {@code fLaC}. */
    private static boolean mayBegin(byte first, byte next) {
        return switch (first) {
            case '"' -> true;
            case '{' -> next == '"' || next == '}' || isSpace(next);
            case '[' -> isSpace(next) || "]{[\"tfn-".indexOf(next) >= 0 || isDigit(next);
            case 't' -> next == 'r';
            case 'f' -> next == 'a';
            case 'n' -> next == 'u';
            case '-' -> isDigit(next);
            default -> isDigit(first) && (isDigit(next) || isSpace(next) || ".eE".indexOf(next) >= 0);
        };
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t' || value == '\n' || value == '\r';
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private static String reason(JsonProcessingException broken, String text) {
        long at = broken.getLocation().getCharOffset();
        if (at < 0 || BEHIND.matcher(broken.getOriginalMessage()).lookingAt()) {
            return "unexpected character";
        }
        if (broken instanceof com.fasterxml.jackson.core.io.JsonEOFException || at >= text.length()) {
            return "it ends too early";
        }
        int found = text.codePointAt((int) at);
        return found == '\n' || found == '\r'
                ? "unexpected line end"
                : Character.isISOControl(found)
                                || !Character.isValidCodePoint(found)
                                || Character.getType(found) == Character.SURROGATE
                        ? "unexpected character U+%04X".formatted(found)
                        : "unexpected '" + Character.toString(found) + "'";
    }

    private static String at(JsonLocation location) {
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
