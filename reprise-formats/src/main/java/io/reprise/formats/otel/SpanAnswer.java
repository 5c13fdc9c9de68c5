package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import java.util.Optional;

/**
 * What a span says about an answer.
 *
 * @param asked the model that was asked for
 */
record SpanAnswer(Span span, String asked, SpanChat chat) {
    /** The id of the answer, or one that is made of the span's. */
    String id(String prefix) {
        String id = span.text("gen_ai.response.id");
        return id.isEmpty() ? prefix + span.id() : id;
    }

    String model() {
        String model = span.text("gen_ai.response.model", "llm.response.model");
        return model.isEmpty() ? asked : model;
    }

    long created() {
        return Nanoseconds.seconds(span.start());
    }

    Optional<Json> inputTokens() {
        return span.first("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt")
                .filter(Json.JsonNumber.class::isInstance);
    }

    Optional<Json> outputTokens() {
        return span.first("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion")
                .filter(Json.JsonNumber.class::isInstance);
    }
}
