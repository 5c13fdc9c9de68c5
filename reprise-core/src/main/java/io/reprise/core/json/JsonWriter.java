package io.reprise.core.json;

import io.reprise.core.exchange.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Writes JSON text, values at once or the members of objects one after the other. Needs no recursion, so that depth costs
 * memory only. Not for use by several threads.
 */
public final class JsonWriter {
    /** Deeper levels of a text for review stand on one line, since nobody reads them. */
    private static final int MAX_REVIEWED_LEVELS = 32;

    /** In characters. */
    private static final int LONG = 1 << 20;

    /** As most chunks of streams have. In characters. */
    private static final int USUAL = 256;

    /** An array or object of a value that has been begun. */
    private record Open(Iterator<?> rest, char end, WhiteSpace outer) {}

    /** Writes scalars, and begins arrays and objects. */
    private final class Beginning implements Json.Visitor<StringBuilder> {
        @Override
        public StringBuilder object(Json.JsonObject object) {
            return open(object.members(), '{', '}', space);
        }

        @Override
        public StringBuilder array(Json.JsonArray array) {
            boolean isLine = isForReview && isNumbers(array.items());
            return open(array.items(), '[', ']', isLine ? Spelling.SPACED.whiteSpace() : space);
        }

        @Override
        public StringBuilder string(Json.JsonString string) {
            return quote(string.value(), escapes, out);
        }

        @Override
        public StringBuilder number(Json.JsonNumber number) {
            return out.append(number.spelling());
        }

        @Override
        public StringBuilder bool(Json.JsonBoolean bool) {
            return out.append(bool.value());
        }

        @Override
        public StringBuilder nothing() {
            return out.append("null");
        }
    }

    private final Beginning beginning = new Beginning();
    private final StringBuilder out;
    private final Deque<Open> stack = new ArrayDeque<>();
    private final Escapes escapes;
    /** Whether lists of numbers, and what is too deep, are on one line. */
    private final boolean isForReview;

    private WhiteSpace space;
    private int depth;
    private boolean isFirst = true;

    private JsonWriter(Spelling spelling, boolean isForReview, int expectedLength) {
        this.space = spelling.whiteSpace();
        this.escapes = spelling.escapes();
        this.isForReview = isForReview;
        this.out = new StringBuilder(expectedLength);
    }

    JsonWriter(Spelling spelling) {
        this(spelling, false, USUAL);
    }

    /** A writer of values in that spelling. */
    public static JsonWriter of(Spelling spelling) {
        return new JsonWriter(spelling);
    }

    /**
     * A writer for people who review the text: a line per member and item, two spaces per level, but lists of numbers
     * (vectors, tokens) on one line.
     */
    public static JsonWriter forReview() {
        return new JsonWriter(Spelling.INDENTED, true, 4_096);
    }

    /** So many characters will follow at once, for which room is made. */
    public JsonWriter expect(int characters) {
        out.ensureCapacity(out.length() + characters);
        return this;
    }

    /** Begins an object, which is the value of the name or item that was begun last, or the whole text. */
    public JsonWriter beginObject() {
        return begin('{');
    }

    /** Begins an array, as {@link #beginObject} does an object. */
    public JsonWriter beginArray() {
        return begin('[');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    /** Begins a member of an object; its value must follow. */
    public JsonWriter name(String name) {
        next();
        quote(name, escapes, out);
        out.append(space.colon());
        return this;
    }

    /** Begins an item of an array; its value must follow. */
    public JsonWriter item() {
        next();
        return this;
    }

    /** Writes a value whose text is {@code json}, as it is. */
    public JsonWriter verbatim(String json) {
        out.append(json);
        return this;
    }

    public JsonWriter value(Json value) {
        int outside = stack.size();
        value.accept(beginning);
        while (stack.size() > outside) {
            step();
        }
        return this;
    }

    /** What has been written since the last time, which is not in memory any more. */
    public String take() {
        String taken = out.toString();
        out.setLength(0);
        return taken;
    }

    /** What has been written, in UTF-8. */
    public Bytes bytes() {
        return Bytes.utf8(out);
    }

    /** What has been written. */
    @Override
    public String toString() {
        return out.toString();
    }

    private StringBuilder open(List<?> children, char start, char end, WhiteSpace inner) {
        stack.push(new Open(children.iterator(), end, space));
        space = isForReview && depth >= MAX_REVIEWED_LEVELS ? WhiteSpace.NONE : inner;
        begin(start);
        return out;
    }

    private void step() {
        Open open = stack.element();
        if (!open.rest.hasNext()) {
            stack.pop();
            end(open.end);
            space = open.outer;
            return;
        }
        Object child = open.rest.next();
        if (child instanceof Json.Member member) {
            name(member.name());
            member.value().accept(beginning);
        } else {
            next();
            ((Json) child).accept(beginning);
        }
    }

    private JsonWriter begin(char start) {
        out.append(start);
        depth++;
        isFirst = true;
        return this;
    }

    private JsonWriter end(char end) {
        depth--;
        if (isFirst) {
            out.append(space.empty());
        } else {
            separate();
        }
        out.append(end);
        isFirst = false;
        return this;
    }

    /** Separates what follows from what precedes it in its object or array. */
    private void next() {
        if (isFirst) {
            separate();
        } else {
            out.append(space.comma());
            newLine();
        }
        isFirst = false;
    }

    /** Separates a bracket from what is inside of it. */
    private void separate() {
        if (space.lines().isNone()) {
            out.append(space.inside());
        } else {
            newLine();
        }
    }

    private void newLine() {
        if (!space.lines().isNone()) {
            out.append(space.lines().separator(depth));
        }
    }

    private static boolean isNumbers(List<Json> items) {
        return !items.isEmpty() && items.stream().allMatch(Json.JsonNumber.class::isInstance);
    }

    /** Appends a string literal. */
    static StringBuilder quote(String text, Escapes escapes, StringBuilder out) {
        if (text.length() >= LONG) {
            out.ensureCapacity(out.length() + text.length() + LONG / 8); // what follows shall not double it
        }
        out.append('"');
        int written = 0;
        int at = escapes.nextToCheck(text, 0);
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isPair(text, at) && !escapes.isEscaped(c)) {
                at++;
            } else if (Character.isSurrogate(c) || escapes.isEscaped(c)) {
                out.append(text, written, at);
                written = at + 1;
                escapes.write(c, out);
            }
            at = escapes.nextToCheck(text, at + 1);
        }
        if (written == 0) {
            return out.append(text).append('"'); // at once, unlike a part of a text
        }
        return out.append(text, written, text.length()).append('"');
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }
}
