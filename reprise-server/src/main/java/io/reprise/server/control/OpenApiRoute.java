package io.reprise.server.control;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Describes the control API in OpenAPI 3.1. Paths, methods and names of parameters are those of the routes themselves; what values and answers
 * look like is in a resource, and a test compares it with real requests and answers.
 */
public final class OpenApiRoute implements RouteGroup {
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
                .with("info", info())
                .with("servers", List.of(object().with("url", "/__reprise").done()))
                .with("paths", paths.done())
                .with(
                        "components",
                        object().with("schemas", known.get("schemas").orElseThrow())
                                .with(
                                        "responses",
                                        OpenApiOperation.common(
                                                known.get("responses").orElseThrow()))
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

    private static Json info() {
        return object().with("title", "Reprise, control API")
                .with("version", "1")
                .with(
                        "description",
                        "What is asked of Reprise itself: recordings, tests, misses, rules, and what happens.")
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
        Map<String, Json> operations = new LinkedHashMap<>();
        methods.forEach((method, route) -> operations.put(
                method.toLowerCase(Locale.ROOT), new OpenApiOperation(method, path, route, known).toJson()));
        JsonObjectBuilder members = object();
        operations.forEach(members::with);
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
