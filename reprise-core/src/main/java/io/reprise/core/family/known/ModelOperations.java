package io.reprise.core.family.known;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ModelOperation;
import java.util.Map;
import java.util.Optional;

/** What the requests of each family ask a model to do, by the semantic conventions 1.41.0 of OpenTelemetry for generative AI. */
public final class ModelOperations {
    private static final String CHAT = "chat";
    private static final String TEXT = "text_completion";
    private static final String EMBEDDINGS = "embeddings";
    private static final String CONTENT = "generate_content";

    static final Map<String, ModelOperation> BY_FAMILY = Map.ofEntries(
            entry("openai-chat", "openai", CHAT),
            entry("openai-completions", "openai", TEXT),
            entry("openai-responses", "openai", CHAT),
            entry("openai-embeddings", "openai", EMBEDDINGS),
            entry("anthropic-messages", "anthropic", CHAT),
            entry("anthropic-complete", "anthropic", TEXT),
            entry("gemini", "gcp.gemini", CONTENT),
            entry("gemini-interactions", "gcp.gemini", CONTENT),
            entry("gemini-embeddings", "gcp.gemini", EMBEDDINGS),
            entry("vertex-chat", "gcp.vertex_ai", CHAT),
            entry("bedrock-converse", "aws.bedrock", CHAT),
            entry("bedrock-invoke", "aws.bedrock", CHAT),
            entry("cohere-chat", "cohere", CHAT),
            entry("cohere-embed", "cohere", EMBEDDINGS),
            entry("ollama-chat", "ollama", CHAT),
            entry("ollama-generate", "ollama", TEXT),
            entry("ollama-embed", "ollama", EMBEDDINGS));

    private ModelOperations() {}

    private static Map.Entry<String, ModelOperation> entry(String family, String provider, String name) {
        return Map.entry(family, new ModelOperation(provider, name));
    }

    /** Empty where a request asks no model, or for something that the conventions have no word for. */
    public static Optional<ModelOperation> of(ApiFamily family) {
        return Optional.ofNullable(BY_FAMILY.get(family.name()));
    }
}
