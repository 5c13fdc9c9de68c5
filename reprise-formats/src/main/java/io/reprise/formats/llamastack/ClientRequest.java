package io.reprise.formats.llamastack;

import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import io.reprise.formats.llamastack.request.LlamaStackCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Requests as llama-stack would have recorded them: as calls of the client that sends such a request. */
final class ClientRequest {
    private static final String LIST = "[]";
    private static final String EMBED = "/api/embed";

    private static final List<String> OPENAI =
            List.of("/chat/completions", "/completions", "/embeddings", "/responses", "/models");

    private static final List<String> OLLAMA =
            List.of("/api/generate", "/api/chat", "/api/embeddings", EMBED, "/api/ps", "/api/tags", "/api/pull");

    /** What clients get, with nothing to say in a body. */
    private static final Set<String> LISTS = Set.of("/models", "/api/ps", "/api/tags");

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
        Optional<String> ollama = ollama(request, body.get());
        if (ollama.isPresent()) {
            String endpoint = ollama.get().equals(EMBED) ? "/api/embeddings" : ollama.get();
            String prefix = path.substring(0, path.length() - ollama.get().length());
            return Optional.of(call(origin + prefix + endpoint, endpoint, body.get()));
        }
        Optional<String> openAi = openAi(request, body.get());
        if (openAi.isPresent()) {
            String endpoint = "/v1" + openAi.get();
            String prefix = path.substring(0, path.length() - openAi.get().length());
            Json arguments = withQuery(withExtraBody(body.get(), origin), request.query());
            return Optional.of(call(origin + prefix + endpoint, endpoint, arguments));
        }
        boolean hasNone = request.body().isEmpty() && !request.method().equals("GET");
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        return Optional.of(object(
                new Json.Member("test_id", test.isNone() ? Json.NULL : text(test.name())),
                new Json.Member("url", text(origin + path + query)),
                new Json.Member("method", text(request.method())),
                new Json.Member("payload", hasNone ? Json.NULL : body.get())));
    }

    /** The method of Ollama's client that sends such a request: none has a query. */
    private static Optional<String> ollama(Request request, Json body) {
        return OLLAMA.stream()
                .filter(request.path()::endsWith)
                .filter(endpoint -> isSent(request, endpoint) && request.query().isEmpty())
                .filter(endpoint -> !endpoint.equals(EMBED) || body.get("input").isPresent())
                .findFirst();
    }

    /** The method of OpenAI's client that sends such a request. */
    private static Optional<String> openAi(Request request, Json body) {
        return OPENAI.stream()
                .filter(request.path()::endsWith)
                .filter(endpoint -> isSent(request, endpoint) && isSpelled(request.query()))
                .filter(endpoint -> OLLAMA.stream().noneMatch(request.path()::endsWith))
                .filter(endpoint -> body.members().stream().noneMatch(LlamaStackCall::isOption))
                .findFirst();
    }

    private static boolean isSent(Request request, String endpoint) {
        boolean isList = LISTS.contains(endpoint);
        return request.method().equals(isList ? "GET" : "POST")
                && request.body().isEmpty() == isList;
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
        List<Json.Member> members = new ArrayList<>(body.members());
        members.add(new Json.Member("extra_query", extraQuery(query)));
        return new Json.JsonObject(members);
    }

    /** The argument for which the client sends such a query; {@code a[]} are the items of a list {@code a}. */
    private static Json extraQuery(String query) {
        Map<String, Json> extra = new LinkedHashMap<>();
        for (Json.Member member : pairs(query)) {
            String name = member.name();
            if (name.endsWith(LIST)) {
                List<Json> items = new ArrayList<>(
                        extra.getOrDefault(plain(name), Json.NULL).items());
                items.add(member.value());
                extra.put(plain(name), new Json.JsonArray(items));
            } else {
                extra.put(name, member.value());
            }
        }
        return new Json.JsonObject(extra.entrySet().stream()
                .map(member -> new Json.Member(member.getKey(), member.getValue()))
                .toList());
    }

    /** Whether the client sends such a query: each name once, but for the items of a list, which follow each other. */
    private static boolean isSpelled(String query) {
        List<Json.Member> sent = new ArrayList<>();
        for (Json.Member member :
                query.isEmpty() ? List.<Json.Member>of() : extraQuery(query).members()) {
            if (member.value() instanceof Json.JsonArray list) {
                list.items().forEach(item -> sent.add(new Json.Member(member.name() + LIST, item)));
            } else {
                sent.add(member);
            }
        }
        return sent.equals(pairs(query));
    }

    private static String plain(String name) {
        return name.substring(0, name.length() - LIST.length());
    }

    private static List<Json.Member> pairs(String query) {
        if (query.isEmpty()) {
            return List.of();
        }
        return Stream.of(query.split("&"))
                .map(member -> {
                    int equals = member.indexOf('=');
                    String name = equals < 0 ? member : member.substring(0, equals);
                    String value = equals < 0 ? "" : member.substring(equals + 1);
                    return new Json.Member(PercentEncoding.decodeForm(name), text(PercentEncoding.decodeForm(value)));
                })
                .toList();
    }

    private static Json text(String text) {
        return new Json.JsonString(text);
    }

    private static Json object(Json.Member... members) {
        return new Json.JsonObject(List.of(members));
    }
}
