package io.reprise.core.json;

import io.reprise.core.exchange.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A JSON value (RFC 8259) that keeps everything except white space and the spelling of strings. Two values are equal if
 * nothing else differs. No operation is limited by the depth of a value.
 */
public sealed interface Json {

    /** What is done with a value of each kind. */
    interface Visitor<T> {
        T object(JsonObject object);

        T array(JsonArray array);

        T string(JsonString string);

        T number(JsonNumber number);

        T bool(JsonBoolean bool);

        T nothing();
    }

    /** What {@code visitor} makes of this value; a new kind of value does not compile until all visitors know it. */
    <T> T accept(Visitor<T> visitor);

    /** Members in source order; a name may occur more than once. */
    record JsonObject(List<Member> members) implements Json {
        public JsonObject {
            members = List.copyOf(members);
        }

        @Override
        public boolean equals(Object other) {
            return this == other
                    || (other instanceof JsonObject that
                            && members.size() == that.members.size()
                            && toString().equals(that.toString()));
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        @Override
        public String toString() {
            return write(Layout.COMPACT);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.object(this);
        }

        /** The value of the last member of that name, which is the one that most parsers keep. */
        @Override
        public Optional<Json> get(String name) {
            for (int i = members.size() - 1; i >= 0; i--) {
                if (members.get(i).name().equals(name)) {
                    return Optional.of(members.get(i).value());
                }
            }
            return Optional.empty();
        }
    }

    record Member(String name, Json value) {}

    record JsonArray(List<Json> items) implements Json {
        public JsonArray {
            items = List.copyOf(items);
        }

        @Override
        public boolean equals(Object other) {
            return this == other
                    || (other instanceof JsonArray that
                            && items.size() == that.items.size()
                            && toString().equals(that.toString()));
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        @Override
        public String toString() {
            return write(Layout.COMPACT);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.array(this);
        }
    }

    /** Text in UTF-16, which may have lone surrogates, as JSON allows. */
    record JsonString(String value) implements Json {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.string(this);
        }
    }

    /** A number in the spelling of its source: {@code 1.0} stays {@code 1.0}. */
    record JsonNumber(String spelling) implements Json {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.number(this);
        }
    }

    record JsonBoolean(boolean value) implements Json {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.bool(this);
        }
    }

    record JsonNull() implements Json {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.nothing();
        }
    }

    JsonNull NULL = new JsonNull();
    JsonBoolean TRUE = new JsonBoolean(true);
    JsonBoolean FALSE = new JsonBoolean(false);

    /**
     * The value of the JSON {@code text}. Any depth of nesting is read without recursion.
     *
     * @throws JsonSyntaxException if the text is not one JSON value by RFC 8259; it says the line and column
     */
    static Json parse(String text) {
        return JsonParsing.parse(text);
    }

    /** The value that {@code text} spells; empty where it is not JSON. */
    static Optional<Json> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (JsonSyntaxException notJson) {
            return Optional.empty();
        }
    }

    /** The value that {@code bytes} spell in UTF-8; empty where they are not JSON. */
    static Optional<Json> tryParse(Bytes bytes) {
        return mayBeJson(bytes, 0, bytes.size()) ? JsonParsing.tryParse(bytes) : Optional.empty();
    }

    /** False for most of what is not JSON, such as sound and images, so that it need not be decoded to find out. */
    static boolean mayBeJson(Bytes bytes, int from, int to) {
        return JsonParsing.mayBeJson(bytes, from, to);
    }

    /**
     * Appends a string literal with the escapes that RFC 8785, 3.2.2.2 asks for, and no others but {@code \\udxxx} for
     * lone surrogates.
     */
    static void quote(String text, StringBuilder out) {
        JsonWriter.quote(text, Escapes.FEWEST, out);
    }

    /** The text of this value in the given layout. */
    default String write(Layout layout) {
        return write(Spelling.of(layout));
    }

    /** The text of this value in the given spelling. */
    default String write(Spelling spelling) {
        return new JsonWriter(spelling).value(this).toString();
    }

    /**
     * A copy in which {@code change} has replaced every string, number, boolean and null; this value itself if nothing
     * has changed.
     */
    default Json changeScalars(UnaryOperator<Json> change) {
        return JsonRewriting.rewrite(this, Selection.SCALARS, scalar -> Optional.of(change.apply(scalar)))
                .orElseThrow();
    }

    /** The value of a member of this object; empty if this is not an object or has no such member. */
    default Optional<Json> get(String name) {
        return Optional.empty();
    }

    /** The value to which the names of members lead, one within the other; empty if there is none. */
    default Optional<Json> at(String... names) {
        Optional<Json> value = Optional.of(this);
        for (String name : names) {
            value = value.flatMap(object -> object.get(name));
        }
        return value;
    }

    /** The string to which the names of members lead, one within the other; an empty one if there is none. */
    default String text(String... names) {
        return at(names).flatMap(Json::string).orElse("");
    }

    /** The items of the array to which the names of members lead, one within the other; none if there is no array. */
    default List<Json> list(String... names) {
        return at(names).map(Json::items).orElse(List.of());
    }

    /** The text of this string; empty if this is not a string. */
    default Optional<String> string() {
        return this instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    /** The items of this array; none if this is not an array. */
    default List<Json> items() {
        return List.of();
    }

    /** The members of this object; none if this is not an object. */
    default List<Member> members() {
        return List.of();
    }
}
