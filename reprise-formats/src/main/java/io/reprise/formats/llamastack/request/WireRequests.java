package io.reprise.formats.llamastack.request;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.formats.llamastack.python.PythonUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The HTTP requests that ask the same question as a call. The first is the one that the Python client sent. The others
 * are the forms of other clients, and the form in the file.
 */
final class WireRequests {
    /** Arguments of every method of the OpenAI client that say something about the request, not to the model. */
    static final Set<String> REQUEST_OPTIONS = Set.of("extra_headers", "extra_query", "extra_body", "timeout");

    private final List<WireRequest> all = new ArrayList<>();

    private WireRequests() {}

    static List<WireRequest> of(LlamaStackCall.RawHttp raw) {
        WireRequests requests = new WireRequests();
        requests.raw(raw);
        return requests.all;
    }

    /** None if no HTTP request is known. */
    static List<WireRequest> of(LlamaStackCall.Client client) {
        WireRequests requests = new WireRequests();
        switch (client.library()) {
            case OPENAI -> requests.openAi(client);
            case OLLAMA -> requests.ollama(client);
            case GOOGLE_GENAI -> requests.all.addAll(GenAiRequests.of(client));
        }
        if (!requests.all.isEmpty()) {
            requests.post(client.url().path(), client.url().query(), client.body());
        }
        return requests.all;
    }

    private void raw(LlamaStackCall.RawHttp raw) {
        String path = path(raw.url());
        raw(raw, path);
        int plain = path.indexOf("/v1/");
        if (plain > 0) {
            raw(raw, path.substring(plain));
        }
    }

    private void raw(LlamaStackCall.RawHttp raw, String path) {
        String method = raw.method().toUpperCase(Locale.ROOT);
        if (method.equals("GET") || raw.payload() instanceof Json.JsonNull) {
            Request without = new Request(method, path, raw.url().query(), Headers.NONE, Bytes.EMPTY);
            add(without, WireRequest.Vectors.AS_RECORDED);
        }
        if (!method.equals("GET") && !(raw.payload() instanceof Json.JsonNull)
                || !raw.payload().members().isEmpty()) {
            Request with = new Request(method, path, raw.url().query(), JSON, body(raw.payload()));
            add(with, WireRequest.Vectors.AS_RECORDED);
        }
    }

    private static String path(PythonUrl url) {
        return url.path().startsWith("/") ? url.path() : "/" + url.path().replaceFirst("^__[a-z]+__/?", "");
    }

    private static final Headers JSON = Headers.of("content-type", "application/json");

    private void openAi(LlamaStackCall.Client call) {
        String query = query(call, HttpxQuery.Lists.BRACKETS);
        openAi(call, query);
        String withCommas = query(call, HttpxQuery.Lists.COMMAS);
        if (!withCommas.equals(query)) {
            openAi(call, withCommas);
        }
    }

    private void openAi(LlamaStackCall.Client call, String query) {
        Headers headers = headers(call.body());
        Json body = merged(call.body());
        for (String path : openAiPaths(call)) {
            if (call.endpoint().endsWith("/models")) {
                add(
                        new Request("GET", path, query, headers.without("content-type"), Bytes.EMPTY),
                        WireRequest.Vectors.AS_RECORDED);
            }
            add(new Request("POST", path, query, headers, body(body)), WireRequest.Vectors.AS_RECORDED);
            if (call.endpoint().endsWith("/embeddings")
                    && body.get("encoding_format").isEmpty()) {
                Json asSent = plus(body, "encoding_format", new Json.JsonString("base64"));
                add(new Request("POST", path, query, headers, body(asSent)), WireRequest.Vectors.BASE64);
            }
        }
    }

    /**
     * The client's base URL plus the method's own path, which begins after the {@code /v1} that llama-stack writes twice;
     * then the path as the file has it, with {@code /v1/v1} as one; then that of clients that know nothing of the host.
     */
    private static Set<String> openAiPaths(LlamaStackCall.Client call) {
        Set<String> paths = new LinkedHashSet<>();
        String path = path(call.url());
        String endpoint = call.endpoint();
        if (isMisnamedChat(call)) {
            String chat = path.substring(0, path.length() - "/completions".length()) + "/chat/completions";
            String chatEndpoint = endpoint.replace("/completions", "/chat/completions");
            paths.add(sent(chat, chatEndpoint));
            paths.add(chatEndpoint);
        }
        paths.add(sent(path, endpoint));
        paths.add(path.replace("/v1/v1/", "/v1/"));
        if (endpoint.startsWith("/v1/")) {
            paths.add(endpoint);
        }
        return paths;
    }

    /** Versions of summer 2025 recorded chats as if they were text completions. */
    private static boolean isMisnamedChat(LlamaStackCall.Client call) {
        return call.url().path().endsWith("/completions")
                && call.endpoint().endsWith("/completions")
                && !call.endpoint().endsWith("/chat/completions")
                && call.body().get("messages").isPresent();
    }

    private static String sent(String path, String endpoint) {
        boolean isDoubled = endpoint.startsWith("/v1/") && path.endsWith(endpoint) && path.length() > endpoint.length();
        return isDoubled ? path.substring(0, path.length() - endpoint.length()) + endpoint.substring(3) : path;
    }

    private void ollama(LlamaStackCall.Client call) {
        String path = path(call.url());
        Json body = withoutNulls(call.body());
        switch (call.endpoint()) {
            case "/api/tags", "/api/ps" -> {
                add(new Request("GET", path, "", Headers.NONE, Bytes.EMPTY), WireRequest.Vectors.AS_RECORDED);
            }
            case "/api/generate", "/api/chat" -> {
                if (body.get("stream").isEmpty()) {
                    post(path, "", plus(body, "stream", Json.FALSE));
                }
            }
            case "/api/embeddings" -> {
                if (body.get("input").isPresent()) {
                    post(path.replace("/api/embeddings", "/api/embed"), "", body);
                }
            }
            default -> {}
        }
        post(path, "", body);
        if (call.endpoint().equals("/api/pull")) {
            body.get("model").ifPresent(model -> post(path, "", named(body, model)));
        }
    }

    /** As Ollama's client for JavaScript calls the model. */
    private static Json named(Json body, Json model) {
        List<Json.Member> members = new ArrayList<>();
        members.add(new Json.Member("name", model));
        body.members().stream().filter(member -> !member.name().equals("model")).forEach(members::add);
        return new Json.JsonObject(members);
    }

    private void post(String path, String query, Json body) {
        String absolute = path.startsWith("/") ? path : "/" + path;
        add(new Request("POST", absolute, query, JSON, body(body)), WireRequest.Vectors.AS_RECORDED);
    }

    private void add(Request request, WireRequest.Vectors vectors) {
        WireRequest wire = new WireRequest(request, vectors);
        if (!all.contains(wire)) {
            all.add(wire);
        }
    }

    private static Bytes body(Json body) {
        return Bytes.utf8(body.write(Layout.COMPACT));
    }

    /** Merges them as the client does: a member of {@code extra_body} replaces an argument of that name. */
    private static Json merged(Json arguments) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (Json.Member member : arguments.members()) {
            if (!REQUEST_OPTIONS.contains(member.name())) {
                members.put(member.name(), member.value());
            }
        }
        arguments
                .get("extra_body")
                .map(Json::members)
                .orElse(List.of())
                .forEach(member -> members.put(member.name(), member.value()));
        return object(members);
    }

    private static Headers headers(Json arguments) {
        Headers headers = JSON;
        for (Json.Member member :
                arguments.get("extra_headers").map(Json::members).orElse(List.of())) {
            Optional<String> value = member.value().string();
            headers = headers.without(member.name());
            headers = value.isPresent() ? headers.plus(member.name(), value.get()) : headers;
        }
        return headers;
    }

    private static String query(LlamaStackCall.Client call, HttpxQuery.Lists lists) {
        List<String> members = new ArrayList<>();
        if (!call.url().query().isEmpty()) {
            members.add(call.url().query());
        }
        for (Json.Member member :
                call.body().get("extra_query").map(Json::members).orElse(List.of())) {
            members.add(lists.member(member.name(), member.value()));
        }
        return String.join("&", members.stream().filter(text -> !text.isEmpty()).toList());
    }

    private static Json withoutNulls(Json object) {
        return new Json.JsonObject(object.members().stream()
                .filter(member -> !(member.value() instanceof Json.JsonNull))
                .toList());
    }

    private static Json plus(Json object, String name, Json value) {
        List<Json.Member> members = new ArrayList<>(object.members());
        members.add(new Json.Member(name, value));
        return new Json.JsonObject(members);
    }

    private static Json object(Map<String, Json> members) {
        return new Json.JsonObject(members.entrySet().stream()
                .map(member -> new Json.Member(member.getKey(), member.getValue()))
                .toList());
    }
}
