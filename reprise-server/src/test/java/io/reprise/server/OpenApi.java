package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Compares answers with what {@code openapi.json} says of them: the part of JSON Schema that it uses. */
final class OpenApi {
    private final Json document;

    OpenApi(Json document) {
        this.document = document;
    }

    /** Asks a route without a body, and fails unless the answer is as described; {@code HEAD} has none. */
    static HttpResponse<String> call(RepriseServer server, String method, String path)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = ServerFixture.ask(
                HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/" + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build());
        if (!method.equals("HEAD") && !path.equals("openapi.json")) {
            String route = path.replaceFirst("\\?.*", "");
            new OpenApi(Json.parse(call(server, "GET", "openapi.json").body()))
                    .check(method.toLowerCase(Locale.ROOT), route, answer.statusCode(), Json.parse(answer.body()));
        }
        return answer;
    }

    Json paths() {
        return document.get("paths").orElseThrow();
    }

    /** Fails unless the answer to this method of a path is as described; an error has another shape. */
    void check(String method, String path, int status, Json answer) {
        Json responses = paths().get("/" + path)
                .flatMap(methods -> methods.get(method))
                .flatMap(operation -> operation.get("responses"))
                .orElseThrow(() -> new AssertionError("not described: " + method + " " + path));
        Json schema = Optional.of(responses
                        .get(String.valueOf(status))
                        .or(() -> status < 400 ? Optional.empty() : responses.get("default"))
                        .orElseThrow(() -> new AssertionError(method + " " + path + " has no status " + status)))
                .map(this::resolved)
                .flatMap(response -> response.get("content"))
                .flatMap(content -> content.get("application/json"))
                .flatMap(content -> content.get("schema"))
                .orElseThrow();
        List<String> problems = new ArrayList<>();
        compare("", schema, answer, problems);
        assertThat(problems).as(method + " " + path).isEmpty();
    }

    private Json resolved(Json response) {
        return response.get("$ref")
                .flatMap(Json::string)
                .flatMap(name -> document.at(name.substring("#/".length()).split("/", -1)))
                .orElse(response);
    }

    /** Problems of a value under each of several schemas; none if it fits one of them. */
    private void compareAny(String where, Json schemas, Json value, List<String> problems) {
        List<String> all = new ArrayList<>();
        for (Json each : schemas.items()) {
            List<String> its = new ArrayList<>();
            compare(where, each, value, its);
            if (its.isEmpty()) {
                return;
            }
            all.addAll(its);
        }
        problems.add(where + " fits none of the schemas: " + all);
    }

    private static final Set<String> KNOWN =
            Set.of("$ref", "type", "enum", "const", "required", "properties", "additionalProperties", "items", "anyOf");

    /** Those that say nothing of answers, or only what is not looked at. */
    private static final Set<String> IGNORED = Set.of(
            "description",
            "format",
            "examples",
            "default",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems");

    private void compare(String where, Json schema, Json value, List<String> problems) {
        schema.members()
                .forEach(member -> assertThat(KNOWN.contains(member.name()) || IGNORED.contains(member.name()))
                        .as("unknown keyword " + member.name())
                        .isTrue());
        schema.get("anyOf").ifPresent(schemas -> compareAny(where, schemas, value, problems));
        schema.get("const").ifPresent(only -> {
            if (!only.equals(value)) {
                problems.add(where + " is not " + only + ": " + value);
            }
        });
        Optional<String> reference = schema.get("$ref").flatMap(Json::string);
        if (reference.isPresent()) {
            String name = reference.get().substring("#/components/schemas/".length());
            Json named = document.get("components")
                    .flatMap(all -> all.get("schemas"))
                    .flatMap(all -> all.get(name))
                    .orElseThrow(() -> new AssertionError("no schema " + name));
            compare(where, named, value, problems);
            return;
        }
        schema.get("type").ifPresent(types -> {
            List<Json> all = types instanceof Json.JsonArray ? types.items() : List.of(types);
            if (all.stream().noneMatch(type -> isOf(type.string().orElseThrow(), value))) {
                problems.add(where + " is no " + types + ": " + value);
            }
        });
        schema.get("enum").ifPresent(values -> {
            if (!values.items().contains(value)) {
                problems.add(where + " is none of " + values + ": " + value);
            }
        });
        schema.get("required")
                .ifPresent(names -> names.items().forEach(name -> {
                    if (value instanceof Json.JsonObject
                            && value.get(name.string().orElseThrow()).isEmpty()) {
                        problems.add(where + " lacks " + name);
                    }
                }));
        boolean isClosed =
                schema.get("additionalProperties").filter(Json.FALSE::equals).isPresent();
        value.members().forEach(member -> {
            Optional<Json> its = schema.get("properties").flatMap(all -> all.get(member.name()));
            its.ifPresent(known -> compare(where + "/" + member.name(), known, member.value(), problems));
            if (its.isEmpty() && isClosed) {
                problems.add(where + " has " + member.name());
            } else if (its.isEmpty()) {
                schema.get("additionalProperties")
                        .ifPresent(other -> compare(where + "/" + member.name(), other, member.value(), problems));
            }
        });
        schema.get("items")
                .ifPresent(items -> value.items().forEach(item -> compare(where + "[]", items, item, problems)));
    }

    private static boolean isOf(String type, Json value) {
        return switch (type) {
            case "string" -> value instanceof Json.JsonString;
            case "boolean" -> value instanceof Json.JsonBoolean;
            case "null" -> value instanceof Json.JsonNull;
            case "array" -> value instanceof Json.JsonArray;
            case "object" -> value instanceof Json.JsonObject;
            case "number" -> value instanceof Json.JsonNumber;
            case "integer" ->
                value instanceof Json.JsonNumber number
                        && new BigDecimal(number.spelling())
                                        .stripTrailingZeros()
                                        .scale()
                                <= 0;
            default -> throw new AssertionError("unknown type " + type);
        };
    }
}
