package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import java.util.Set;

/** An API whose requests and answers can be made of a span. */
interface SpanApi {
    Set<String> OTHERS = Set.of(
            "aws.bedrock",
            "cohere",
            "google",
            "gcp.gemini",
            "gcp.gen_ai",
            "gcp.vertex_ai",
            "gemini",
            "ibm.watsonx.ai",
            "vertex_ai",
            "vertexai",
            "watsonx");

    /**
     * That of a provider: most speak chat completions.
     *
     * @param type which of OpenAI's APIs, if the span says it
     * @throws NotImportedException if it is another one
     */
    static SpanApi of(String provider, String type) {
        if (provider.equals("anthropic")) {
            return new AnthropicApi();
        }
        if (OTHERS.contains(provider) || type.equals("responses")) {
            throw new NotImportedException("its API, " + (type.isEmpty() ? provider : type)
                    + ", is none of which requests are made from spans: chat completions and Anthropic's messages are");
        }
        return new ChatCompletionsApi();
    }

    String path();

    /** The shortest request that fits. */
    Json request(SpanSettings settings, SpanChat chat, boolean isStream);

    /** Whether its answer to this chat can be a stream. */
    boolean hasStream(SpanChat chat);

    RecordedAnswer answer(SpanAnswer answer, boolean isStream);
}
