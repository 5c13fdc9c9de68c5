package io.reprise.formats.llamastack.request;

import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The SDK's {@code embed_content}, which on Vertex AI is a {@code :predict} call with other names in request and
 * answer.
 */
public final class GenAiEmbedding {
    private static final Set<String> OF_THE_INSTANCE = Set.of("task_type", "title", "mime_type");
    private static final Set<String> PARAMETERS = Set.of("output_dimensionality", "auto_truncate");

    private GenAiEmbedding() {}

    /** The body for texts; none for other contents, whose form on the wire differs between versions of the SDK. */
    static List<Json> bodies(Json arguments) {
        Json contents = arguments.get("contents").orElse(Json.NULL);
        List<Json> items = contents instanceof Json.JsonArray array ? array.items() : List.of(contents);
        List<Json.Member> config = arguments.get("config").map(Json::members).orElse(List.of());
        List<Json> instances = new ArrayList<>();
        for (Json item : items) {
            Optional<Json> text = text(item);
            if (text.isEmpty()) {
                return List.of();
            }
            List<Json.Member> members = new ArrayList<>();
            members.add(new Json.Member("content", text.get()));
            for (Json.Member member : config) {
                if (OF_THE_INSTANCE.contains(member.name())) {
                    String name = member.name().equals("mime_type") ? "mimeType" : member.name();
                    members.add(new Json.Member(name, member.value()));
                }
            }
            instances.add(new Json.JsonObject(members));
        }
        List<Json.Member> body = new ArrayList<>();
        body.add(new Json.Member("instances", new Json.JsonArray(instances)));
        List<Json.Member> parameters = config.stream()
                .filter(member -> PARAMETERS.contains(member.name()))
                .map(member -> new Json.Member(GenAiNames.camel(member.name()), member.value()))
                .toList();
        if (!parameters.isEmpty()) {
            body.add(new Json.Member("parameters", new Json.JsonObject(parameters)));
        }
        return List.of(new Json.JsonObject(body));
    }

    private static Optional<Json> text(Json content) {
        if (content.string().isPresent()) {
            return Optional.of(content);
        }
        List<Json> parts = content.get("parts").map(Json::items).orElse(List.of());
        return parts.size() == 1 ? parts.get(0).get("text") : Optional.empty();
    }

    /** The API's answer, made from the SDK's. */
    public static Json answer(Json recorded) {
        List<Json.Member> members = new ArrayList<>();
        List<Json> embeddings = recorded.get("embeddings").map(Json::items).orElse(List.of());
        members.add(new Json.Member(
                "predictions",
                new Json.JsonArray(embeddings.stream()
                        .map(embedding -> (Json) new Json.JsonObject(List.of(new Json.Member("embeddings", embedding))))
                        .toList())));
        recorded.get("metadata")
                .ifPresent(metadata -> members.add(new Json.Member("metadata", GenAiNames.rest(metadata))));
        return new Json.JsonObject(members);
    }
}
