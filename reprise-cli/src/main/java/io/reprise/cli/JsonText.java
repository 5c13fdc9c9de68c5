package io.reprise.cli;

import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Builds a JSON object. */
final class JsonText {
    private final List<Json.Member> members = new ArrayList<>();

    JsonText with(String name, Json value) {
        members.add(new Json.Member(name, value));
        return this;
    }

    JsonText with(String name, String text) {
        return with(name, new Json.JsonString(text));
    }

    JsonText with(String name, long number) {
        return with(name, new Json.JsonNumber(Long.toString(number)));
    }

    JsonText with(String name, boolean value) {
        return with(name, value ? Json.TRUE : Json.FALSE);
    }

    /** Adds null if the text is empty. */
    JsonText withOptional(String name, String text) {
        return text.isEmpty() ? with(name, Json.NULL) : with(name, text);
    }

    JsonText with(String name, List<? extends Json> items) {
        return with(name, new Json.JsonArray(List.copyOf(items)));
    }

    Json done() {
        return new Json.JsonObject(members);
    }
}
