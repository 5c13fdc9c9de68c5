package io.reprise.server.control;

import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Builds JSON objects member by member, leaving out what is absent. */
final class JsonMembers {
    private final List<Json.Member> members = new ArrayList<>();

    JsonMembers with(String name, Json value) {
        members.add(new Json.Member(name, value));
        return this;
    }

    JsonMembers with(String name, long value) {
        return with(name, new Json.JsonNumber(Long.toString(value)));
    }

    /** An empty text is absent. */
    JsonMembers with(String name, String value) {
        return value.isEmpty() ? this : with(name, new Json.JsonString(value));
    }

    Json done() {
        return new Json.JsonObject(members);
    }
}
