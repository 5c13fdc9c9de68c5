package io.reprise.core.family.anthropic;

import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.VolatileMembers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What changes in each of Anthropic's answers. */
final class AnthropicVolatility {
    private static final VolatileMembers MEMBERS = new VolatileMembers(
            Map.of(
                    "id", Volatility.ID,
                    "retrieved_at", Volatility.TIME,
                    "signature", Volatility.STATE,
                    "encrypted_content", Volatility.STATE,
                    "encrypted_index", Volatility.STATE,
                    "encrypted_stdout", Volatility.STATE,
                    "results_url", Volatility.OTHER),
            Map.of("_id", Volatility.ID, "_at", Volatility.TIME),
            Set.of("custom_id", "skill_id"),
            Set.of("input"));

    /** Blocks of content; only those of redacted thinking have {@code data}. */
    private static final Pattern BLOCK = Pattern.compile("(.*\\.)?(content\\[]|content_block)");

    private AnthropicVolatility() {}

    static Optional<Volatility> of(String path, String name) {
        return name.equals("data") && BLOCK.matcher(path).matches()
                ? Optional.of(Volatility.STATE)
                : MEMBERS.of(path, name);
    }
}
