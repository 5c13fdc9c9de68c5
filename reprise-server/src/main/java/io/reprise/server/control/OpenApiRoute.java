package io.reprise.server.control;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Describes the control API in OpenAPI 3.1. Paths, methods and parameters are those of the routes themselves; what an answer has in it is
 * in a resource, and a test compares it with real answers.
 */
public final class OpenApiRoute implements RouteGroup {
    private static final Json ANY = object().with("type", "object").done();

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add("GET", "openapi.json", Route.slow(Set.of(), request -> ControlAnswer.of(document(routes))));
    }

    private static JsonObjectBuilder object() {
        return new JsonObjectBuilder();
    }

    private static Json document(ControlRoutes routes) {
        Json known = known();
        JsonObjectBuilder paths = object();
        routes.all().forEach((path, methods) -> {
            if (!path.isEmpty() && !path.endsWith("*")) {
                paths.with("/" + path, operations(path, methods, known));
            }
        });
        return object().with("openapi", "3.1.0")
                .with(
                        "info",
                        object().with("title", "Reprise, control API")
                                .with("version", "1")
                                .done())
                .with("servers", List.of(object().with("url", "/__reprise").done()))
                .with("paths", paths.done())
                .with(
                        "components",
                        object().with("schemas", known.get("schemas").orElseThrow())
                                .with(
                                        "securitySchemes",
                                        object().with("token", token()).done())
                                .done())
                .with(
                        "security",
                        List.of(
                                object().done(),
                                object().with("token", List.of()).done()))
                .done();
    }

    /** Needed where the server has an access token. */
    private static Json token() {
        return object().with("type", "apiKey")
                .with("in", "header")
                .with("name", "X-Reprise-Token")
                .done();
    }

    private static Json operations(String path, Map<String, Route> methods, Json known) {
        JsonObjectBuilder operations = object();
        methods.forEach((method, route) ->
                operations.with(method.toLowerCase(Locale.ROOT), operation(method, path, route, known)));
        return operations.done();
    }

    private static Json operation(String method, String path, Route route, Json known) {
        Optional<Json> described = known.get("operations").flatMap(all -> all.get(method + " " + path));
        JsonObjectBuilder members =
                object().with("operationId", method.toLowerCase(Locale.ROOT) + "-" + path.replaceAll("[/.]", "-"));
        described.flatMap(each -> each.get("summary")).ifPresent(summary -> members.with("summary", summary));
        members.with(
                "parameters",
                new TreeSet<>(route.parameters())
                        .stream().map(name -> parameter(name, known)).toList());
        if (route.takesBody()) {
            Json schema = described.flatMap(each -> each.get("body")).orElse(ANY);
            members.with(
                    "requestBody",
                    object().with("content", content("application/json", schema))
                            .done());
        }
        Optional<String> type =
                described.flatMap(each -> each.get("content_type")).flatMap(Json::string);
        Json schema = described.flatMap(each -> each.get("schema")).orElse(ANY);
        Json answer = type.isPresent()
                ? content(type.get(), object().with("type", "string").done())
                : content("application/json", schema);
        return members.with(
                        "responses",
                        object().with("200", response("the answer", answer))
                                .with("default", response("an error", content("application/json", error())))
                                .done())
                .done();
    }

    private static Json error() {
        return object().with("$ref", "#/components/schemas/Error").done();
    }

    private static Json response(String description, Json content) {
        return object().with("description", description)
                .with("content", content)
                .done();
    }

    private static Json content(String type, Json schema) {
        return object().with(type, object().with("schema", schema).done()).done();
    }

    private static Json parameter(String name, Json known) {
        JsonObjectBuilder members = object().with("name", name)
                .with("in", "query")
                .with("schema", object().with("type", "string").done());
        known.get("parameters")
                .flatMap(all -> all.get(name))
                .ifPresent(description -> members.with("description", description));
        return members.done();
    }

    private static Json known() {
        try (InputStream resource = OpenApiRoute.class.getResourceAsStream("openapi.json")) {
            return Json.parse(new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
