package io.reprise.formats.llamastack.request;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.formats.llamastack.LlamaStackStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Converts calls of the Google GenAI SDK to REST calls. A file names neither project nor location, so the first request
 * is that of Vertex AI without them, and {@link LlamaStackStore} leaves them out of what is asked.
 */
final class GenAiRequests {
    /** Methods of the SDK and of the API, with what the streamed one is asked with. */
    private static final Map<String, String> METHODS = Map.of(
            "/generate_content", "generateContent",
            "/generate_content_stream", "streamGenerateContent",
            "/embed_content", "predict");

    /** The members beside {@code generationConfig} in the API's request. */
    private static final Set<String> BESIDE_CONFIG = Set.of(
            "system_instruction",
            "safety_settings",
            "tools",
            "tool_config",
            "labels",
            "cached_content",
            "model_armor_config");

    /** What only the SDK reads. */
    private static final Set<String> OF_THE_SDK =
            Set.of("http_options", "automatic_function_calling", "should_return_http_response");

    private GenAiRequests() {}

    /** None if the exact REST call is not known. */
    static List<WireRequest> of(LlamaStackCall.Client call) {
        String method = METHODS.get(call.endpoint());
        String model = call.body().get("model").flatMap(Json::string).orElse("");
        if (method == null || model.isEmpty()) {
            return List.of();
        }
        List<WireRequest> requests = new ArrayList<>();
        for (Json body : method.equals("predict") ? GenAiEmbedding.bodies(call.body()) : bodies(call.body())) {
            for (String path : paths(model)) {
                String query = method.startsWith("stream") ? "alt=sse" : "";
                Request request = new Request(
                        "POST",
                        path + ":" + method,
                        query,
                        Headers.of("content-type", "application/json"),
                        Bytes.utf8(body.write(Layout.COMPACT)));
                requests.add(new WireRequest(request, WireRequest.Vectors.AS_RECORDED));
            }
        }
        return requests;
    }

    /** Vertex AI without a project, and the Gemini API, which takes the same bodies. */
    private static List<String> paths(String model) {
        String brief = model.substring(model.lastIndexOf('/') + 1);
        String full = model.contains("/publishers/") || model.startsWith("publishers/")
                ? model.substring(model.indexOf("publishers/"))
                : "publishers/google/models/" + brief;
        return List.of("/v1beta1/" + full, "/v1/" + full, "/v1beta/models/" + brief, "/v1/models/" + brief);
    }

    private static List<Json> bodies(Json arguments) {
        List<Json.Member> members = new ArrayList<>();
        arguments.get("contents").ifPresent(contents -> members.add(new Json.Member("contents", contents(contents))));
        List<Json.Member> config = new ArrayList<>();
        for (Json.Member member : arguments.get("config").map(Json::members).orElse(List.of())) {
            if (member.name().equals("system_instruction")) {
                members.add(new Json.Member("systemInstruction", content(member.value())));
            } else if (BESIDE_CONFIG.contains(member.name())) {
                members.add(new Json.Member(GenAiNames.camel(member.name()), rest(member)));
            } else if (!OF_THE_SDK.contains(member.name())) {
                config.add(new Json.Member(GenAiNames.camel(member.name()), rest(member)));
            }
        }
        Json asRecorded = with(members, config);
        List<Json.Member> asSent = config.stream()
                .map(member -> member.name().equals("responseSchema")
                        ? new Json.Member(member.name(), GenAiNames.upperCaseTypes(member.value()))
                        : member)
                .toList();
        Json sent = with(members, asSent);
        return sent.equals(asRecorded) ? List.of(sent) : List.of(sent, asRecorded);
    }

    private static Json rest(Json.Member member) {
        return GenAiNames.rest(new Json.JsonObject(List.of(member)))
                .members()
                .get(0)
                .value();
    }

    private static Json with(List<Json.Member> members, List<Json.Member> config) {
        List<Json.Member> all = new ArrayList<>(members);
        if (!config.isEmpty()) {
            all.add(new Json.Member("generationConfig", new Json.JsonObject(config)));
        }
        return new Json.JsonObject(all);
    }

    /** A text, a content or a list of them becomes a list of contents, as the SDK makes it. */
    private static Json contents(Json contents) {
        List<Json> items = contents instanceof Json.JsonArray array ? array.items() : List.of(contents);
        return new Json.JsonArray(items.stream().map(GenAiRequests::content).toList());
    }

    private static Json content(Json content) {
        if (content.string().isEmpty()) {
            return GenAiNames.rest(content);
        }
        Json part = new Json.JsonObject(List.of(new Json.Member("text", content)));
        return new Json.JsonObject(List.of(
                new Json.Member("parts", new Json.JsonArray(List.of(part))),
                new Json.Member("role", new Json.JsonString("user"))));
    }
}
