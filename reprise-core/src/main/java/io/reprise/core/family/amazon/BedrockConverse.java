package io.reprise.core.family.amazon;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.family.part.VolatileMembers;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Bedrock's {@code Converse} and {@code ConverseStream}. The last event of a stream has its usage and metrics. */
public final class BedrockConverse implements BedrockApi {
    public static final ApiFamily FAMILY = new BedrockConverse();

    private static final VolatileMembers MEMBERS = new VolatileMembers(
            Map.of(
                    "toolUseId", Volatility.ID,
                    "signature", Volatility.STATE,
                    "redactedContent", Volatility.STATE,
                    "latencyMs", Volatility.OTHER,
                    "guardrailProcessingLatency", Volatility.OTHER),
            Map.of(),
            Set.of(),
            Set.of("input", "json"));

    /** String members of a block that are not its text. */
    private static final Set<String> NO_TEXT =
            Set.of("toolUseId", "type", "status", "bytes", "signature", "redactedContent", "input", "json", "citation");

    private BedrockConverse() {}

    @Override
    public String name() {
        return "bedrock-converse";
    }

    @Override
    public Set<String> operations() {
        return Set.of("converse", "converse-stream");
    }

    @Override
    public boolean isLast(Json frame) {
        return frame.get("usage").isPresent()
                && frame.get("metrics").isPresent()
                && frame.get("output").isEmpty();
    }

    @Override
    public String title(ParsedRequest request) {
        return ConverseBlocks.title(request.json().orElse(Json.NULL));
    }

    /** Each frame is padded by a member {@code p} of another length. */
    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return path.isEmpty() && name.equals("p") ? Optional.of(Volatility.OTHER) : MEMBERS.of(path, name);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, (payload, texts) -> {
            List<Json> content = payload.list("output", "message", "content");
            for (int i = 0; i < content.size(); i++) {
                block("content[" + i + "]", content.get(i), texts);
            }
            String path = "content[" + ConverseBlocks.index(payload) + "]";
            payload.get("start").ifPresent(start -> block(path, start, texts));
            payload.get("delta").ifPresent(delta -> block(path, delta, texts));
        });
    }

    private static void block(String path, Json block, Texts texts) {
        texts.addAll(path, block, NO_TEXT);
        block.at("toolUse", "input").ifPresent(input -> texts.addAll(path + ".input", input, Set.of()));
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return new ConverseBlocks().messages(request.json().orElse(Json.NULL));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        AnswerBuilder answer = new AnswerBuilder();
        ConverseBlocks blocks = new ConverseBlocks();
        response.values().forEach(payload -> blocks.add(payload, answer));
        return answer.messages();
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return TokenCounts.of(response, "\"usage\"", (payload, counts) -> count(payload, counts));
    }

    /** What the cache gave and took was read as well. */
    static void count(Json payload, TokenCounts counts) {
        Json usage = payload.get("usage").orElse(Json.NULL);
        cache(usage, counts);
        counts.inputBesideCache(usage.get("inputTokens")).output(usage, "outputTokens");
    }

    /** Notes what the cache gave and took. Its members have two spellings, and some models write both. */
    static void cache(Json usage, TokenCounts counts) {
        Optional<Json> read = usage.get("cacheReadInputTokens").or(() -> usage.get("cacheReadInputTokenCount"));
        Optional<Json> written = usage.get("cacheWriteInputTokens").or(() -> usage.get("cacheWriteInputTokenCount"));
        counts.detail(TokenKind.CACHED_INPUT, read).written(written, Optional.empty(), writtenForAnHour(usage));
    }

    private static Optional<Json> writtenForAnHour(Json usage) {
        return usage.list("cacheDetails").stream()
                .filter(each -> each.text("ttl").equals("1h"))
                .findFirst()
                .flatMap(each -> each.get("inputTokens"));
    }
}
