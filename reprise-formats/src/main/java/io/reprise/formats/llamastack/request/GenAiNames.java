package io.reprise.formats.llamastack.request;

import io.reprise.core.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names of Google's API, which the Python SDK writes with underscores and the API in camel case. */
public final class GenAiNames {
    /** Their contents are the user's own, with names that mean nothing to the API. */
    private static final Set<String> OPAQUE =
            Set.of("args", "response", "parameters_json_schema", "response_json_schema", "labels", "custom_metadata");

    /** Bytes, which the SDK dumps in the URL-safe alphabet of base64 and the API writes in the standard one. */
    private static final Set<String> BYTES = Set.of("data", "thought_signature", "image_bytes", "video_bytes");

    /** What the SDK adds to an answer. */
    private static final Set<String> OF_THE_SDK =
            Set.of("sdk_http_response", "automatic_function_calling_history", "parsed");

    private GenAiNames() {}

    /** {@code value} as the API has it; names below members that are the user's own stay. */
    public static Json rest(Json value) {
        if (value instanceof Json.JsonArray array) {
            return new Json.JsonArray(
                    array.items().stream().map(GenAiNames::rest).toList());
        }
        if (!(value instanceof Json.JsonObject object)) {
            return value;
        }
        return new Json.JsonObject(object.members().stream()
                .filter(member -> !OF_THE_SDK.contains(member.name()))
                .map(member -> new Json.Member(camel(member.name()), member(member)))
                .toList());
    }

    private static Json member(Json.Member member) {
        if (OPAQUE.contains(member.name())) {
            return member.value();
        }
        if (member.name().equals("properties") || member.name().equals("defs")) {
            return new Json.JsonObject(member.value().members().stream()
                    .map(property -> new Json.Member(property.name(), rest(property.value())))
                    .toList());
        }
        if (BYTES.contains(member.name()) && member.value().string().isPresent()) {
            String text = member.value().string().orElseThrow();
            return new Json.JsonString(text.replace('-', '+').replace('_', '/'));
        }
        return rest(member.value());
    }

    static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean isBreak = name.charAt(i) == '_' && i > 0 && i + 1 < name.length();
            camel.append(isBreak ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
        }
        return camel.toString();
    }

    /** A schema with its types in upper case, as the SDK's own type spells them. */
    static Json upperCaseTypes(Json schema) {
        if (schema instanceof Json.JsonArray array) {
            return new Json.JsonArray(
                    array.items().stream().map(GenAiNames::upperCaseTypes).toList());
        }
        return new Json.JsonObject(schema.members().stream()
                .map(member -> new Json.Member(member.name(), schemaMember(member)))
                .toList());
    }

    private static Json schemaMember(Json.Member member) {
        Json value = member.value();
        if (member.name().equals("type") && value.string().isPresent()) {
            return new Json.JsonString(value.string().orElseThrow().toUpperCase(Locale.ROOT));
        }
        if (member.name().equals("properties")) {
            List<Json.Member> properties = value.members().stream()
                    .map(property -> new Json.Member(property.name(), upperCaseTypes(property.value())))
                    .toList();
            return new Json.JsonObject(properties);
        }
        return value instanceof Json.JsonObject || (member.name().equals("anyOf") && value instanceof Json.JsonArray)
                ? upperCaseTypes(value)
                : value;
    }
}
