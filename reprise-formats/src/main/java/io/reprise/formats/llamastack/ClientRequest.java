package io.reprise.formats.llamastack;

import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests as llama-stack would have recorded them: as calls of the client that sends such a request. */
final class ClientRequest {
    private static final List<String> OPENAI =
            List.of("/chat/completions", "/completions", "/embeddings", "/responses", "/models");

    private static final List<String> OLLAMA =
            List.of("/api/generate", "/api/chat", "/api/embeddings", "/api/embed", "/api/ps", "/api/tags", "/api/pull");

    private ClientRequest() {}

    /**
     * Where a request is at its upstream.
     *
     * @param origin scheme and host, such as {@code https://api.openai.com}
     */
    record Place(String origin, String path) {}

    /**
     * The {@code request} member of a file.
     *
     * @param place where it is at the upstream
     * @return empty if the body of the request is not a JSON object
     */
    static Optional<Json> of(ParsedRequest parsed, TestId test, Place place) {
        Request request = parsed.request();
        Optional<Json> body = request.body().isEmpty()
                ? Optional.of(object())
                : parsed.json().filter(value -> value instanceof Json.JsonObject);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        String origin = place.origin();
        String path = place.path();
        Optional<String> ollama = OLLAMA.stream().filter(path::endsWith).findFirst();
        if (ollama.isPresent()) {
            String endpoint = ollama.get().equals("/api/embed") ? "/api/embeddings" : ollama.get();
            String prefix = path.substring(0, path.length() - ollama.get().length());
            return Optional.of(call(origin + prefix + endpoint, endpoint, body.get()));
        }
        Optional<String> openAi = OPENAI.stream().filter(path::endsWith).findFirst();
        if (openAi.isPresent()) {
            String endpoint = "/v1" + openAi.get();
            String prefix = path.substring(0, path.length() - openAi.get().length());
            Json arguments = withQuery(withExtraBody(body.get(), origin), request.query());
            return Optional.of(call(origin + prefix + endpoint, endpoint, arguments));
        }
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        return Optional.of(object(
                new Json.Member("test_id", test.isNone() ? Json.NULL : text(test.name())),
                new Json.Member("url", text(origin + path + query)),
                new Json.Member("method", text(request.method())),
                new Json.Member("payload", body.get())));
    }

    private static Json call(String url, String endpoint, Json body) {
        return object(
                new Json.Member("method", text("POST")),
                new Json.Member("url", text(url)),
                new Json.Member("headers", object()),
                new Json.Member("body", body),
                new Json.Member("endpoint", text(endpoint)),
                new Json.Member("model", body.get("model").orElse(text(""))));
    }

    /** watsonx needs a member that the client's methods do not have. */
    private static Json withExtraBody(Json body, String origin) {
        Optional<Json> project = body.get("project_id");
        if (project.isEmpty() || !origin.endsWith(".ml.cloud.ibm.com")) {
            return body;
        }
        List<Json.Member> members = new ArrayList<>(body.members().stream()
                .filter(member -> !member.name().equals("project_id"))
                .toList());
        members.add(new Json.Member("extra_body", object(new Json.Member("project_id", project.get()))));
        return new Json.JsonObject(members);
    }

    private static Json withQuery(Json body, String query) {
        if (query.isEmpty()) {
            return body;
        }
        List<Json.Member> extra = new ArrayList<>();
        for (String member : query.split("&")) {
            int equals = member.indexOf('=');
            String name = equals < 0 ? member : member.substring(0, equals);
            extra.add(new Json.Member(
                    PercentEncoding.decodeForm(name),
                    text(PercentEncoding.decodeForm(equals < 0 ? "" : member.substring(equals + 1)))));
        }
        List<Json.Member> members = new ArrayList<>(body.members());
        members.add(new Json.Member("extra_query", new Json.JsonObject(extra)));
        return new Json.JsonObject(members);
    }

    private static Json text(String text) {
        return new Json.JsonString(text);
    }

    private static Json object(Json.Member... members) {
        return new Json.JsonObject(List.of(members));
    }
}
