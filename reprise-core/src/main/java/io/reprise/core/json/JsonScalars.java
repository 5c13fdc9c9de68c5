package io.reprise.core.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Finds the strings and numbers of a JSON text and their places, without building values. */
public final class JsonScalars {
    /** Paths do not grow below that depth, so that no text can fill the memory with them. */
    private static final int DEEPEST = 64;

    /**
     * A string or number.
     *
     * @param path of the object that holds it as a member, such as {@code .choices[].delta}, or of the array that holds
     *     it, such as {@code .stop[]}
     * @param name of the member; empty if it is not a member
     * @param place a hash of the names and indices that lead here: equal for values at the same place of two texts
     * @param holder index of the bracket with which the object or array begins that holds it; 0 if none does
     * @param start index of its first character in the text
     * @param end index after its last character
     */
    public record Scalar(String path, String name, long place, int holder, Json value, int start, int end) {}

    private static final class Open {
        final String path;
        final boolean isObject;
        final long place;
        final int start;
        /** The values that have begun within. */
        int count;

        Open(String path, boolean isObject, long place, int start) {
            this.path = path;
            this.isObject = isObject;
            this.place = place;
            this.start = start;
        }

        /** The place of the next value within. */
        long next(String name) {
            long step = isObject ? name.hashCode() : count;
            count++;
            long mixed = (place + step + 1) * 0x9E3779B97F4A7C15L;
            return mixed ^ mixed >>> 29;
        }
    }

    private JsonScalars() {}

    /**
     * Calls {@code visitor} for every string and number, in the order of the text.
     *
     * @throws JsonSyntaxException if the text is not one JSON value; the visitor may have been called for values before
     *     the error
     */
    public static void visit(String text, Consumer<Scalar> visitor) {
        try (JsonParser parser = JsonParsing.parser(text)) {
            visit(parser, visitor);
        } catch (IOException broken) {
            throw new JsonSyntaxException("is not JSON");
        }
    }

    private static void visit(JsonParser parser, Consumer<Scalar> visitor) throws IOException {
        Deque<Open> stack = new ArrayDeque<>();
        String name = "";
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    boolean isRoot = stack.isEmpty();
                    String path = isRoot ? "" : within(stack.element(), name, stack.size());
                    long place = isRoot ? 0 : stack.element().next(name);
                    int start = (int) parser.currentTokenLocation().getCharOffset();
                    stack.push(new Open(path, token == JsonToken.START_OBJECT, place, start));
                }
                case END_OBJECT, END_ARRAY -> stack.pop();
                case FIELD_NAME -> name = parser.currentName();
                case VALUE_STRING -> show(parser, stack, name, new Json.JsonString(parser.getText()), visitor);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    show(parser, stack, name, new Json.JsonNumber(parser.getText()), visitor);
                default -> {
                    if (token.isScalarValue() && !stack.isEmpty()) {
                        stack.element().next(name); // literals have places, too
                    }
                }
            }
        }
        if (!stack.isEmpty()) {
            throw new JsonSyntaxException("ends too early");
        }
    }

    private static String within(Open outer, String name, int depth) {
        if (depth >= DEEPEST) {
            return outer.path;
        }
        return outer.path + (outer.isObject ? "." + name : "[]");
    }

    private static void show(JsonParser parser, Deque<Open> stack, String name, Json value, Consumer<Scalar> visitor) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        int end = (int) parser.currentLocation().getCharOffset();
        Open holder = stack.peek();
        boolean isMember = holder != null && holder.isObject;
        String path = holder == null ? "" : isMember ? holder.path : holder.path + "[]";
        long place = holder == null ? 0 : holder.next(name);
        int opening = holder == null ? 0 : holder.start;
        visitor.accept(new Scalar(path, isMember ? name : "", place, opening, value, start, end));
    }
}
