package io.reprise.core.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Goes through a JSON text in UTF-8 that is too large to be in memory, from one member or item to the next. Only the value that is asked for is in
 * memory. Where it is no JSON, all methods throw {@link JsonSyntaxException}, with line and column; where it is no UTF-8, a
 * {@link java.nio.charset.CharacterCodingException}. Not for use by several threads at once.
 */
public final class JsonCursor implements Closeable {
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** One step within a text. */
    private interface Step<T> {
        T take() throws IOException;
    }

    /** A value has more characters than the caller has memory for. */
    public static final class LargeValueException extends IOException {
        private static final long serialVersionUID = 1;

        LargeValueException(long most) {
            super("a value has more than " + most + " characters");
        }
    }

    /** Limits how far the parser reads for one value, and knows where the text ends, once that is known. */
    private static final class Characters extends FilterReader {
        /** Of a value, so many characters may have been read before it begins. The parser has a buffer of any size: it takes one that was used before. */
        private static final int AHEAD = 8 << 10;

        private final long mostAtOnce;
        private long count;
        private long limit;
        private boolean isAtEnd;

        Characters(Reader text, long mostAtOnce) {
            super(text);
            this.mostAtOnce = mostAtOnce;
            beginValue();
        }

        void beginValue() {
            limit = count + mostAtOnce;
        }

        @Override
        public int read(char[] into, int from, int most) throws IOException {
            if (count >= limit) {
                throw new LargeValueException(mostAtOnce);
            }
            int read = super.read(into, from, Math.min(most, AHEAD));
            count += Math.max(0, read);
            isAtEnd |= read < 0;
            return read;
        }

        boolean endsBefore(long offset) {
            return isAtEnd && offset >= count;
        }
    }

    private final Characters characters;
    private final JsonParser parser;

    /**
     * Begins before the value that is the text. A byte order mark is skipped.
     *
     * @param most characters of a value that is read; of a longer one, a {@link LargeValueException} is thrown
     */
    public JsonCursor(InputStream text, long most) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(text);
        skipMark(buffered);
        this.characters = new Characters(new InputStreamReader(buffered, StandardCharsets.UTF_8.newDecoder()), most);
        this.parser = JsonParsing.parser(characters);
    }

    private static void skipMark(InputStream text) throws IOException {
        text.mark(MARK.length);
        for (byte part : MARK) {
            if (text.read() != Byte.toUnsignedInt(part)) {
                text.reset();
                return;
            }
        }
    }

    /** Goes to the value that is the text, or into the object or array at which the cursor is; false if it is neither. */
    public boolean enter(boolean isObject) throws IOException {
        JsonToken wanted = isObject ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
        return step(() -> (parser.currentToken() == null ? parser.nextToken() : parser.currentToken()) == wanted);
    }

    /** Goes to the value of the next member of the object, and has its name; empty at the object's end. */
    public Optional<String> nextMember() throws IOException {
        characters.beginValue();
        return step(() -> {
            if (parser.nextToken() == JsonToken.END_OBJECT) {
                return Optional.empty();
            }
            String name = parser.currentName();
            parser.nextToken();
            return Optional.of(name);
        });
    }

    /** Goes to the next item of the array; false at the array's end. */
    public boolean nextItem() throws IOException {
        characters.beginValue();
        return step(() -> parser.nextToken() != JsonToken.END_ARRAY);
    }

    /** The value at which the cursor is, which is at its end then. */
    public Json value() throws IOException {
        return step(() -> JsonParsing.current(parser));
    }

    /** The string at which the cursor is; empty if that is something else. */
    public Optional<String> string() throws IOException {
        return step(() ->
                parser.currentToken() == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty());
    }

    /** Checks that nothing follows. */
    public void end() throws IOException {
        step(() -> {
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException("more than one value" + at(parser.currentTokenLocation()));
            }
            return true;
        });
    }

    private <T> T step(Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (JsonProcessingException broken) {
            boolean isEnd = broken instanceof JsonEOFException
                    || characters.endsBefore(broken.getLocation().getCharOffset());
            throw new JsonSyntaxException(
                    (isEnd ? "it ends too early" : "unexpected character") + at(broken.getLocation()));
        }
    }

    private static String at(JsonLocation location) {
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
