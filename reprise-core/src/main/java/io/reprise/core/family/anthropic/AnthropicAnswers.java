package io.reprise.core.family.anthropic;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.JsonPayloads;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Answers of Anthropic's messages, whole or as events (its API reference, "Streaming messages"). */
public final class AnthropicAnswers {
    private static final String LAST = "message_stop";
    private static final Bytes LAST_BYTES = Bytes.utf8(LAST);

    /** String members of a block that are not its text. */
    private static final Set<String> USUAL_TIERS = Set.of("standard");

    private static final Set<String> NO_TEXT = Set.of(
            "input",
            "id",
            "type",
            "signature",
            "data",
            "tool_use_id",
            "tool_id",
            "caller",
            "file_id",
            "encrypted_content",
            "encrypted_index",
            "encrypted_stdout",
            "retrieved_at");

    private AnthropicAnswers() {}

    /** Whether the event of a chunk is the last one of an answer. */
    static boolean isLast(StreamFormat format, Chunk chunk) {
        return format.content(chunk.bytes()).contains(LAST_BYTES)
                && JsonPayloads.values(format, chunk).anyMatch(AnthropicAnswers::isLast);
    }

    /** Whether an event is the last one of an answer. */
    public static boolean isLast(Json event) {
        return event.text("type").equals(LAST);
    }

    /** Finds the texts of an event or of a whole answer. */
    public static void texts(Json payload, Texts texts) {
        List<Json> content = payload.list("content");
        for (int i = 0; i < content.size(); i++) {
            block("content[" + i + "]", content.get(i), texts);
        }
        String block = "content" + Texts.index(payload, 0);
        payload.get("content_block").ifPresent(start -> block(block, start, texts));
        if (payload.text("type").equals("content_block_delta")) {
            payload.get("delta").ifPresent(delta -> texts.addAll(block, delta, NO_TEXT));
        }
    }

    private static void block(String path, Json block, Texts texts) {
        texts.addAll(path, block, NO_TEXT);
        block.get("input").ifPresent(input -> texts.addAll(path + ".input", input, Set.of()));
    }

    static Optional<TokenUsage> usage(ParsedResponse response) {
        return TokenCounts.of(response, "\"usage\"", AnthropicAnswers::count);
    }

    /** Notes the counts of an event or of a whole answer. What the cache gave and took was read as well. */
    public static void count(Json payload, TokenCounts counts) {
        Json usage =
                payload.get("usage").or(() -> payload.at("message", "usage")).orElse(Json.NULL);
        Json written = usage.get("cache_creation").orElse(Json.NULL);
        counts.detail(TokenKind.CACHED_INPUT, usage.get("cache_read_input_tokens"))
                .written(
                        usage.get("cache_creation_input_tokens"),
                        written.get("ephemeral_5m_input_tokens"),
                        written.get("ephemeral_1h_input_tokens"))
                .inputBesideCache(usage.get("input_tokens"))
                .output(usage, "output_tokens")
                .detail(TokenKind.REASONING, usage.at("output_tokens_details", "thinking_tokens"))
                .tier(usage.text("service_tier"), USUAL_TIERS);
    }

    static List<ChatMessage> answered(ParsedResponse response) {
        return answered(
                IntStream.range(0, response.response().chunks().size()).boxed().flatMap(response::values));
    }

    /** The message that events make, or a whole answer. */
    public static List<ChatMessage> answered(Stream<Json> payloads) {
        AnswerBuilder answer = new AnswerBuilder();
        AnthropicBlocks blocks = new AnthropicBlocks();
        payloads.forEach(payload -> add(payload, blocks, answer));
        return answer.messages();
    }

    /** The messages of a request. */
    public static List<ChatMessage> asked(Json request) {
        return new AnthropicBlocks().messages(request);
    }

    /** Why a member of an event or of a whole answer is volatile, if it is. */
    public static Optional<Volatility> volatility(String path, String name) {
        return AnthropicVolatility.of(path, name);
    }

    /** Adds what an event or a whole answer says. */
    private static void add(Json payload, AnthropicBlocks blocks, AnswerBuilder answer) {
        List<Json> content = payload.list("content");
        for (int i = 0; i < content.size(); i++) {
            answer.part("", String.valueOf(i), blocks.part(content.get(i)));
        }
        answer.finished("", payload.text("stop_reason")).finished("", payload.text("delta", "stop_reason"));
        String index = Texts.index(payload, 0);
        switch (payload.text("type")) {
            case "content_block_start" ->
                start(index, payload.get("content_block").orElse(Json.NULL), blocks, answer);
            case "content_block_delta" -> delta(index, payload.get("delta").orElse(Json.NULL), answer);
            default -> {}
        }
    }

    private static void start(String index, Json block, AnthropicBlocks blocks, AnswerBuilder answer) {
        String type = block.text("type");
        if (type.equals("text")) {
            answer.text("", index, block.text("text"));
        } else if (type.equals("thinking")) {
            answer.reasoning("", index, block.text("thinking"));
        } else if (type.endsWith("tool_use")) {
            blocks.part(block);
            boolean hasArguments =
                    !block.at("input").map(Json::members).orElse(List.of()).isEmpty();
            answer.toolCall(
                    "",
                    index,
                    new MessagePart.ToolCall(
                            block.text("id"),
                            block.text("name"),
                            hasArguments ? AnthropicBlocks.arguments(block) : ""));
        } else {
            answer.part("", index, blocks.part(block));
        }
    }

    private static void delta(String index, Json delta, AnswerBuilder answer) {
        switch (delta.text("type")) {
            case "text_delta" -> answer.text("", index, delta.text("text"));
            case "thinking_delta" -> answer.reasoning("", index, delta.text("thinking"));
            case "input_json_delta" -> answer.toolCall("", index, "", delta.text("partial_json"));
            default -> {}
        }
    }
}
