package io.reprise.core.family.openai;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Volatility;
import io.reprise.core.json.Json;
import io.reprise.core.json.Json.JsonNumber;
import io.reprise.core.json.Json.JsonObject;
import io.reprise.core.json.Json.JsonString;
import io.reprise.core.json.Json.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The common parts of OpenAI's chat and text completions, and of the many APIs that follow them. */
public final class OpenAiAnswers {
    private static final Map<String, Volatility> VOLATILE = Map.of(
            "id", Volatility.ID,
            "request_id", Volatility.ID,
            "created", Volatility.TIME,
            "created_at", Volatility.TIME,
            "expires_at", Volatility.TIME,
            "system_fingerprint", Volatility.OTHER,
            "timings", Volatility.OTHER,
            "time_info", Volatility.OTHER,
            "x_groq", Volatility.OTHER,
            "obfuscation", Volatility.OTHER);

    /** Groq and Cerebras have durations among the token counts, such as {@code queue_time}. */
    private static final Set<String> DURATION_ENDS = Set.of("_time", "_duration", "_ms", "_latency");

    /** String members that are not text of an answer. */
    private static final Set<String> NO_TEXT = Set.of("id", "type", "role", "finish_reason", "logprobs", "object");

    private static final Bytes USAGE = Bytes.utf8("\"usage\"");

    private OpenAiAnswers() {}

    static Optional<Volatility> volatility(String path, String name) {
        boolean isDuration = path.startsWith(".usage") && DURATION_ENDS.stream().anyMatch(name::endsWith);
        return isDuration ? Optional.of(Volatility.OTHER) : Optional.ofNullable(VOLATILE.get(name));
    }

    /** Whether each choice of a stream has a finish reason. */
    static boolean isFinished(ParsedResponse stream) {
        Map<String, Boolean> finished = new HashMap<>();
        for (int i = 0; i < stream.response().chunks().size(); i++) {
            stream.values(i).forEach(payload -> {
                List<Json> choices = payload.get("choices").map(Json::items).orElse(List.of());
                for (int k = 0; k < choices.size(); k++) {
                    Json reason = choices.get(k).get("finish_reason").orElse(Json.NULL);
                    finished.merge(
                            Texts.index(choices.get(k), k), reason.string().isPresent(), Boolean::logicalOr);
                }
            });
        }
        return !finished.isEmpty() && !finished.containsValue(false);
    }

    static void texts(Json payload, Texts texts) {
        List<Json> choices = payload.get("choices").map(Json::items).orElse(List.of());
        for (int i = 0; i < choices.size(); i++) {
            texts.addAll("choices" + Texts.index(choices.get(i), i), choices.get(i), NO_TEXT);
        }
    }

    /** The last usage in any chunk, because some upstreams send a growing count. */
    public static Optional<TokenUsage> usage(ParsedResponse response) {
        List<Chunk> chunks = response.response().chunks();
        for (int i = chunks.size() - 1; i >= 0; i--) {
            if (chunks.get(i).bytes().contains(USAGE)) {
                Optional<TokenUsage> usage = response.values(i)
                        .flatMap(payload -> usage(payload).stream())
                        .reduce((earlier, later) -> later);
                if (usage.isPresent()) {
                    return usage;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<TokenUsage> usage(Json payload) {
        Json usage = payload.get("usage")
                .filter(found -> found instanceof JsonObject)
                .or(() -> payload.get("x_groq").flatMap(vendor -> vendor.get("usage")))
                .orElse(Json.NULL);
        Optional<Long> input = tokens(usage, "prompt_tokens").or(() -> tokens(usage, "input_tokens"));
        Optional<Long> output = tokens(usage, "completion_tokens").or(() -> tokens(usage, "output_tokens"));
        return input.isEmpty() && output.isEmpty()
                ? Optional.empty()
                : Optional.of(new TokenUsage(input.orElse(0L), output.orElse(0L)));
    }

    private static Optional<Long> tokens(Json usage, String name) {
        try {
            return usage.get(name)
                    .map(count -> count instanceof JsonNumber number ? Long.parseLong(number.spelling()) : -1)
                    .filter(count -> count >= 0);
        } catch (NumberFormatException noCount) {
            return Optional.empty();
        }
    }

    /** OpenAI's error object (its API reference, "Error codes"). */
    public static Json error(int status, String code, String message) {
        return new JsonObject(List.of(new Member(
                "error",
                new JsonObject(List.of(
                        new Member("message", new JsonString(message)),
                        new Member("type", new JsonString(type(status))),
                        new Member("param", Json.NULL),
                        new Member("code", new JsonString(code)))))));
    }

    private static String type(int status) {
        return switch (status) {
            case 401, 403 -> "authentication_error";
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }
}
