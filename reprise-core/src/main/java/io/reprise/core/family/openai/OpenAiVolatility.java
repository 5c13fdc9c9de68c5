package io.reprise.core.family.openai;

import static java.util.Map.entry;

import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.VolatileMembers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What changes from answer to answer in OpenAI's APIs, and in those of the many that follow them. */
public final class OpenAiVolatility {
    private static final VolatileMembers MEMBERS = new VolatileMembers(
            Map.ofEntries(
                    entry("id", Volatility.ID),
                    entry("container", Volatility.ID),
                    entry("vector_store_ids", Volatility.ID),
                    entry("file_ids", Volatility.ID),
                    entry("result_files", Volatility.ID),
                    entry("training_file", Volatility.ID),
                    entry("validation_file", Volatility.ID),
                    entry("fine_tuned_model", Volatility.ID),
                    entry("created", Volatility.TIME),
                    entry("estimated_finish", Volatility.TIME),
                    entry("signature", Volatility.STATE),
                    entry("thought_signature", Volatility.STATE),
                    entry("thinking_signature", Volatility.STATE),
                    entry("reasoning_signature", Volatility.STATE),
                    entry("reasoning_opaque", Volatility.STATE),
                    entry("encrypted_content", Volatility.STATE),
                    entry("encrypted_reasoning", Volatility.STATE),
                    entry("encrypted_index", Volatility.STATE),
                    entry("encrypted_stdout", Volatility.STATE),
                    entry("client_secret", Volatility.STATE),
                    entry("system_fingerprint", Volatility.OTHER),
                    entry("obfuscation", Volatility.OTHER),
                    entry("seed", Volatility.OTHER),
                    entry("timings", Volatility.OTHER),
                    entry("time_info", Volatility.OTHER),
                    entry("latency_checkpoint", Volatility.OTHER),
                    entry("metrics", Volatility.OTHER),
                    entry("stats", Volatility.OTHER),
                    entry("x_groq", Volatility.OTHER),
                    entry("id_slot", Volatility.OTHER),
                    entry("tokens_per_second", Volatility.OTHER)),
            Map.of("_id", Volatility.ID, "_at", Volatility.TIME),
            Set.of("custom_id", "model_id", "token_id", "eos_token_id", "bos_token_id", "pad_token_id"),
            Set.of(
                    "arguments",
                    "metadata",
                    "attributes",
                    "parameters",
                    "properties",
                    "schema",
                    "json_schema",
                    "input_schema",
                    "output_schema",
                    "inputSchema",
                    "outputSchema",
                    "structured_content",
                    "structuredContent",
                    "parsed",
                    "input",
                    "logprobs",
                    "top_logprobs",
                    "hyperparameters"));

    /** Some have durations and speeds among the token counts, such as {@code queue_time} and {@code total_tokens_per_sec}. */
    private static final Pattern DURATION = Pattern.compile(".*(_time|_duration|_ms|latency)|.*_per_sec.*|time_to_.*");

    private OpenAiVolatility() {}

    /** {@code p} is the padding of Mistral's chunks. */
    public static Optional<Volatility> of(String path, String name) {
        boolean isPadding = name.equals("p") && path.isEmpty(); // of Mistral's chunks
        if (isPadding || name.equals("system_fingerprint")) {
            return Optional.of(Volatility.OTHER);
        }
        if (name.equals("data") && path.endsWith("reasoning_details[]")) {
            return Optional.of(Volatility.STATE);
        }
        if (name.equals("p") && path.isEmpty()) {
            return Optional.of(Volatility.OTHER);
        }
        boolean isDuration = path.contains(".usage") && DURATION.matcher(name).matches();
        return isDuration ? Optional.of(Volatility.OTHER) : MEMBERS.of(path, name);
    }
}
