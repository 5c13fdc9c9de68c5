package io.reprise.server.control;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** One operation of the control API, as OpenAPI 3.1 describes it. */
final class OpenApiOperation {
    private static final Json ERROR =
            object().with("$ref", "#/components/schemas/Error").done();

    /** For everyone, also without a token. */
    private static final String PUBLIC = "health";

    private final String method;
    private final String path;
    private final Route route;
    private final Json known;
    private final Json described;

    /**
     * @param known the resource that describes all operations
     * @throws java.util.NoSuchElementException if it does not describe this one
     */
    OpenApiOperation(String method, String path, Route route, Json known) {
        this.method = method;
        this.path = path;
        this.route = route;
        this.known = known;
        this.described = known.at("operations", method + " " + path).orElseThrow();
    }

    private static JsonObjectBuilder object() {
        return new JsonObjectBuilder();
    }

    Json toJson() {
        JsonObjectBuilder members = object().with(
                        "operationId", method.toLowerCase(Locale.ROOT) + "-" + path.replaceAll("[/.]", "-"))
                .with("summary", described.get("summary").orElseThrow())
                .with(
                        "parameters",
                        new TreeSet<>(route.parameters())
                                .stream().map(this::parameter).toList());
        if (path.equals(PUBLIC)) {
            members.with("security", List.of());
        }
        if (route.takesBody()) {
            members.with("requestBody", body());
        }
        return members.with("responses", responses()).done();
    }

    private Json parameter(String name) {
        Json usual = known.at("parameters", name).orElseThrow();
        Map<String, Json> schema = new LinkedHashMap<>();
        usual.members().forEach(member -> schema.put(member.name(), member.value()));
        described
                .at("parameters", name)
                .ifPresent(own -> own.members().forEach(member -> schema.put(member.name(), member.value())));
        Json description = Optional.ofNullable(schema.remove("description")).orElseThrow();
        boolean isRequired = described.get("requires").stream()
                .flatMap(names -> names.items().stream())
                .anyMatch(required -> required.string().orElseThrow().equals(name));
        JsonObjectBuilder its = object();
        schema.forEach(its::with);
        return object().with("name", name)
                .with("in", "query")
                .with("description", description)
                .with("required", isRequired)
                .with("schema", its.done())
                .done();
    }

    private boolean is(String name) {
        return described.get(name).filter(Json.TRUE::equals).isPresent();
    }

    private Json body() {
        JsonObjectBuilder types =
                object().with("application/json", schema(described.get("body").orElseThrow()));
        if (is("body_is_text")) {
            types.with("text/plain", schema(object().with("type", "string").done()));
        }
        return object().with("required", !is("body_is_optional"))
                .with("content", types.done())
                .done();
    }

    private Json responses() {
        Map<String, Json> responses = new TreeMap<>();
        responses.put("200", response("the answer", described));
        known.get("responses").orElseThrow().members().forEach(common -> {
            if (!common.name().equals("401") || !path.equals(PUBLIC)) {
                responses.put(
                        common.name(),
                        object().with("$ref", "#/components/responses/" + name(common.name()))
                                .done());
            }
        });
        described
                .get("answers")
                .ifPresent(answers ->
                        answers.members().forEach(answer -> responses.put(answer.name(), answer(answer.value()))));
        JsonObjectBuilder all = object();
        responses.forEach(all::with);
        return all.done();
    }

    /** Answers that all operations have, each an error. */
    static Json common(Json responses) {
        JsonObjectBuilder members = object();
        responses.members().forEach(each -> members.with(name(each.name()), error(each.value())));
        return members.done();
    }

    /** Names of components begin with a letter in many generators. */
    private static String name(String status) {
        return status.equals("default") ? "OtherError" : "Error" + status;
    }

    private static Json answer(Json described) {
        return described.string().isPresent() ? error(described) : response(described.text("description"), described);
    }

    private static Json error(Json description) {
        return object().with("description", description)
                .with(
                        "content",
                        object().with("application/json", schema(ERROR)).done())
                .done();
    }

    private static Json response(String description, Json described) {
        JsonObjectBuilder content = object();
        described.get("schema").ifPresent(schema -> content.with("application/json", schema(schema)));
        described
                .get("content_types")
                .ifPresent(types -> types.items()
                        .forEach(type -> content.with(
                                type.string().orElseThrow(),
                                schema(object().with("type", "string").done()))));
        return object().with("description", description)
                .with("content", content.done())
                .done();
    }

    private static Json schema(Json schema) {
        return object().with("schema", schema).done();
    }
}
