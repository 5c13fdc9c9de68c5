package io.reprise.core.json;

import java.util.ArrayList;
import java.util.List;

/** Puts an object of JSON together, member by member. */
public final class JsonObjectBuilder {
    private final List<Json.Member> members = new ArrayList<>();

    public JsonObjectBuilder with(String name, Json value) {
        members.add(new Json.Member(name, value));
        return this;
    }

    public JsonObjectBuilder with(String name, String text) {
        return with(name, new Json.JsonString(text));
    }

    public JsonObjectBuilder with(String name, long number) {
        return with(name, new Json.JsonNumber(Long.toString(number)));
    }

    public JsonObjectBuilder with(String name, boolean value) {
        return with(name, value ? Json.TRUE : Json.FALSE);
    }

    public JsonObjectBuilder with(String name, List<? extends Json> items) {
        return with(name, new Json.JsonArray(List.copyOf(items)));
    }

    /** Adds a text, or null where it is empty. */
    public JsonObjectBuilder withOrNull(String name, String text) {
        return text.isEmpty() ? with(name, Json.NULL) : with(name, text);
    }

    /** Adds a text, or nothing where it is empty. */
    public JsonObjectBuilder withUnlessEmpty(String name, String text) {
        return text.isEmpty() ? this : with(name, text);
    }

    public Json done() {
        return new Json.JsonObject(members);
    }
}
