package io.reprise.server.mcp.tool;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.List;

/**
 * An argument that a tool takes.
 *
 * @param type of JSON Schema
 * @param choices its only values; none for any
 */
public record Parameter(String name, String type, String description, List<String> choices, boolean isRequired) {
    public static Parameter text(String name, String description) {
        return new Parameter(name, "string", description, List.of(), false);
    }

    /** A list of texts. */
    public static Parameter texts(String name, String description) {
        return new Parameter(name, "array", description, List.of(), false);
    }

    public static Parameter number(String name, String description) {
        return new Parameter(name, "integer", description, List.of(), false);
    }

    public static Parameter isTrue(String name, String description) {
        return new Parameter(name, "boolean", description, List.of(), false);
    }

    public static Parameter choice(String name, String description, List<String> choices) {
        return new Parameter(name, "string", description, choices, false);
    }

    public Parameter required() {
        return new Parameter(name, type, description, choices, true);
    }

    Json schema() {
        JsonObjectBuilder schema = new JsonObjectBuilder().with("type", type).with("description", description);
        if (type.equals("array")) {
            schema.with("items", new JsonObjectBuilder().with("type", "string").done());
        }
        if (!choices.isEmpty()) {
            schema.with("enum", choices.stream().<Json>map(Json.JsonString::new).toList());
        }
        return schema.done();
    }
}
