package io.reprise.core.family.openai;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Token counts as OpenAI and those that follow it have them: in {@code usage}, or in that of a {@code response}. */
public final class OpenAiUsage {
    private static final Bytes USAGE = Bytes.utf8("\"usage\"");

    /** Members that hold the object with the usage, beside the payload itself. */
    private static final List<String> HOLDERS = List.of("response", "x_groq", "message");

    /** What an account has unless it asks for another one. */
    private static final Set<String> USUAL_TIERS = Set.of("default", "auto", "standard", "on_demand");

    private OpenAiUsage() {}

    /** The last usage in any chunk, because some upstreams send a growing count. */
    public static Optional<TokenUsage> of(ParsedResponse response) {
        List<Chunk> chunks = response.response().chunks();
        for (int i = chunks.size() - 1; i >= 0; i--) {
            if (chunks.get(i).bytes().contains(USAGE)) {
                Optional<TokenUsage> usage = response.values(i)
                        .flatMap(payload -> of(payload).stream())
                        .reduce((earlier, later) -> later);
                if (usage.isPresent()) {
                    return usage;
                }
            }
        }
        return Optional.empty();
    }

    /** The usage that one payload tells. */
    public static Optional<TokenUsage> of(Json payload) {
        Json usage = payload.get("usage")
                .filter(found -> found instanceof Json.JsonObject)
                .or(() -> HOLDERS.stream()
                        .flatMap(holder -> payload.get(holder).flatMap(held -> held.get("usage")).stream())
                        .findFirst())
                .orElse(Json.NULL);
        return TokenCounts.of(usage, (counted, counts) -> {
            boolean isPrompt = counted.get("prompt_tokens").isPresent();
            boolean isCompletion = counted.get("completion_tokens").isPresent();
            counts.input(counted, isPrompt ? "prompt_tokens" : "input_tokens")
                    .output(counted, isCompletion ? "completion_tokens" : "output_tokens");
            details(counted, counts);
            counts.tier(holder(payload).text("service_tier"), USUAL_TIERS)
                    .at(holder(payload).get("created").or(() -> holder(payload).get("created_at")));
        });
    }

    /** What holds the usage: the payload, or what it tells of. */
    private static Json holder(Json payload) {
        return payload.get("response")
                .filter(held -> held instanceof Json.JsonObject)
                .orElse(payload);
    }

    private static void details(Json usage, TokenCounts counts) {
        Json asked = details(usage, "prompt", "input");
        Json answered = details(usage, "completion", "output");
        counts.detail(
                        TokenKind.CACHED_INPUT,
                        asked.get("cached_tokens")
                                .or(() -> usage.get("num_cached_tokens"))
                                .or(() -> usage.get("prompt_cache_hit_tokens")))
                .detail(TokenKind.CACHE_WRITE, asked.get("cache_write_tokens"))
                .sound(asked.get("audio_tokens"), asked.at("cached_tokens_details", "audio_tokens"))
                .detail(TokenKind.REASONING, answered.get("reasoning_tokens"))
                .detail(TokenKind.AUDIO_OUTPUT, answered.get("audio_tokens"))
                .detail(TokenKind.IMAGE_OUTPUT, answered.get("image_tokens"))
                .cost(usage.get("cost"))
                .cost(usage.at("cost", "total_cost").filter(total -> isInDollars(usage)))
                .cost(usage.get("cost_in_usd_ticks").flatMap(OpenAiUsage::ofTicks));
    }

    /** Realtime conversations and transcriptions spell the member in the singular. */
    private static Json details(Json usage, String... of) {
        return Stream.of(of)
                .flatMap(what -> Stream.of(what + "_tokens_details", what + "_token_details"))
                .flatMap(name -> usage.get(name).stream())
                .filter(found -> found instanceof Json.JsonObject)
                .findFirst()
                .orElse(Json.NULL);
    }

    private static boolean isInDollars(Json usage) {
        String currency = usage.get("cost").map(cost -> cost.text("currency")).orElse("");
        return currency.isEmpty() || currency.equals("USD");
    }

    /** A tick is a ten-billionth of a dollar. */
    private static Optional<Json> ofTicks(Json ticks) {
        return ticks instanceof Json.JsonNumber number && number.spelling().matches("[0-9]{1,16}")
                ? Optional.of(new Json.JsonNumber(number.spelling() + "e-10"))
                : Optional.empty();
    }
}
