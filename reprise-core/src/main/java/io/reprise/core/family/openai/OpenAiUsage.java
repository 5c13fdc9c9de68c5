package io.reprise.core.family.openai;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** Token counts as OpenAI and those that follow it have them: in {@code usage}, or in that of a {@code response}. */
public final class OpenAiUsage {
    private static final Bytes USAGE = Bytes.utf8("\"usage\"");

    /** Members that hold the object with the usage, beside the payload itself. */
    private static final List<String> HOLDERS = List.of("response", "x_groq", "message");

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
        Optional<Long> input = tokens(usage, "prompt_tokens").or(() -> tokens(usage, "input_tokens"));
        Optional<Long> output = tokens(usage, "completion_tokens").or(() -> tokens(usage, "output_tokens"));
        return input.isEmpty() && output.isEmpty()
                ? Optional.empty()
                : Optional.of(new TokenUsage(input.orElse(0L), output.orElse(0L)));
    }

    private static Optional<Long> tokens(Json usage, String name) {
        try {
            return usage.get(name)
                    .map(count -> count instanceof Json.JsonNumber number ? Long.parseLong(number.spelling()) : -1)
                    .filter(count -> count >= 0);
        } catch (NumberFormatException noCount) {
            return Optional.empty();
        }
    }
}
