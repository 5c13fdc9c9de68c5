package io.reprise.core.family.amazon;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.anthropic.AnthropicAnswers;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.family.part.VolatileMembers;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the bodies of the models' makers have in common (Bedrock's user guide, "Inference request parameters"). */
final class InvokedModel {
    /** Bedrock adds it to the last body of a stream, whatever the model. */
    private static final String METRICS = "amazon-bedrock-invocationMetrics";

    private static final List<String> PROMPTS =
            List.of("prompt", "inputText", "texts", "query", "message", "input_text", "inputs");
    private static final List<String> TEXTS = List.of("completion", "outputText", "generation", "text");
    private static final List<String> LISTS = List.of("outputs", "results", "generations", "choices");

    /** Reasons to stop, in answers and in the items of the lists of {@link #LISTS}. */
    private static final List<String> REASONS =
            List.of("stop_reason", "completionReason", "finish_reason", "stopReason");

    private static final VolatileMembers MEMBERS = new VolatileMembers(
            Map.of(
                    "id", Volatility.ID,
                    "generation_id", Volatility.ID,
                    "response_id", Volatility.ID,
                    "toolUseId", Volatility.ID,
                    "created", Volatility.TIME,
                    "signature", Volatility.STATE,
                    "redactedContent", Volatility.STATE,
                    "system_fingerprint", Volatility.OTHER),
            Map.of("Latency", Volatility.OTHER, "latencyMs", Volatility.OTHER),
            Set.of(),
            Set.of("input", "parameters", "arguments", "json"));

    private static final Set<String> NO_TEXT = Set.of(
            "id",
            "type",
            "role",
            "model",
            "object",
            "prompt",
            "stop",
            "stop_reason",
            "completionReason",
            "finish_reason",
            "stopReason",
            "response_type",
            "images",
            "artifacts",
            "bytes",
            "data",
            "event_type",
            "generation_id",
            "response_id",
            METRICS);

    private InvokedModel() {}

    static boolean isLast(Json body) {
        return body.get(METRICS).isPresent()
                || AnthropicAnswers.isLast(body)
                || body.get("is_finished").filter(Json.TRUE::equals).isPresent()
                || body.get("metadata")
                        .flatMap(metadata -> metadata.get("usage"))
                        .isPresent()
                || hasReason(body)
                || body.list("outputs").stream().anyMatch(InvokedModel::hasReason);
    }

    /** Whether the model has said why it stops. */
    static boolean isStopped(Json body) {
        return body.list("choices").stream().anyMatch(InvokedModel::hasReason);
    }

    private static boolean hasReason(Json body) {
        return REASONS.stream().anyMatch(name -> !body.text(name).isEmpty());
    }

    static Optional<Json> prompt(Json request) {
        return PROMPTS.stream().flatMap(name -> request.get(name).stream()).findFirst();
    }

    static Optional<Volatility> volatility(String path, String name) {
        Optional<Volatility> known = MEMBERS.of(path, name);
        return known.isPresent() || MEMBERS.isWithinContent(path) ? known : AnthropicAnswers.volatility(path, name);
    }

    static void texts(Json body, Texts texts) {
        boolean isMessage = body.get("content").isPresent()
                || body.get("content_block").isPresent()
                || body.text("type").startsWith("content_block")
                || body.text("type").startsWith("message");
        if (isMessage) {
            AnthropicAnswers.texts(body, texts);
        } else {
            texts.addAll("text", body, NO_TEXT);
        }
    }

    static void count(Json body, TokenCounts counts) {
        AnthropicAnswers.count(body, counts);
        BedrockConverse.count(body, counts);
        BedrockConverse.count(body.get("metadata").orElse(Json.NULL), counts);
        counts.input(body, "prompt_token_count").output(body, "generation_token_count");
        counts.input(body, "inputTextTokenCount");
        countMetrics(body.get(METRICS).orElse(Json.NULL), counts);
    }

    /** Where the model itself has counted the request, its number stays. */
    private static void countMetrics(Json metrics, TokenCounts counts) {
        if (!counts.hasInput()) {
            BedrockConverse.cache(metrics, counts);
            counts.inputBesideCache(metrics.get("inputTokenCount"));
        }
        counts.output(metrics, "outputTokenCount");
    }

    /** Adds what a body says, of a stream or whole. */
    static void add(Json body, ConverseBlocks blocks, AnswerBuilder answer) {
        blocks.add(body, answer);
        body.get("contentBlockDelta").ifPresent(delta -> blocks.add(delta, answer));
        body.get("contentBlockStart").ifPresent(start -> blocks.add(start, answer));
        text(body, "", answer);
        for (String list : LISTS) {
            List<Json> items = body.list(list);
            for (int i = 0; i < items.size(); i++) {
                String message = Texts.index(items.get(i), i);
                text(items.get(i), message, answer);
                Json said =
                        items.get(i).get("delta").or(() -> body.get("message")).orElse(Json.NULL);
                said.get("content").flatMap(Json::string).ifPresent(text -> answer.text(message, "", text));
            }
        }
        List<Json> lists = embeddings(body);
        for (int i = 0; i < lists.size(); i++) {
            answer.part("", "embedding" + i, NumberLists.of(lists.get(i)));
        }
        List<Json> images = body.list("images");
        for (int i = 0; i < images.size(); i++) {
            answer.part(
                    "",
                    "image" + i,
                    MessagePart.Media.ofBase64("image", images.get(i).string().orElse("")));
        }
    }

    /** One list of numbers, several, or several of each type. */
    private static List<Json> embeddings(Json body) {
        Json several = body.get("embeddings").orElse(Json.NULL);
        return Stream.of(
                        body.get("embedding").stream(),
                        several.items().stream(),
                        several.members().stream().flatMap(type -> type.value().items().stream()))
                .flatMap(lists -> lists)
                .filter(list -> !list.items().isEmpty())
                .toList();
    }

    private static void text(Json holder, String message, AnswerBuilder answer) {
        TEXTS.stream()
                .flatMap(name -> holder.get(name).flatMap(Json::string).stream())
                .forEach(text -> answer.text(message, "", text));
    }
}
