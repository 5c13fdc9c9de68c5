package io.reprise.server.outcome;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.json.Json;
import io.reprise.server.outcome.FailedRecordings.FailedRecording;
import io.reprise.server.outcome.Outcome.Verb;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server did so far.
 *
 * @param outcomes how many requests ended so; has every verb
 * @param upstreamCalls how often an upstream was asked
 * @param saved what no upstream had to be paid, since recordings answered
 * @param misses the latest, oldest first, as {@code GET /__reprise/misses} shows them; at most 1,000
 * @param failedRecordings answers that should have been kept and could not be; the first 100
 */
public record Report(
        Map<Verb, Long> outcomes,
        long upstreamCalls,
        Saved saved,
        List<Json> misses,
        List<FailedRecording> failedRecordings) {
    /**
     * What recordings have saved.
     *
     * @param cost of the tokens that have a price
     * @param unpriced how many answers had tokens whose price is not known
     * @param pricesAsOf the day of the prices; empty if there are none
     */
    public record Saved(TokenUsage tokens, UsDollars cost, long unpriced, Optional<LocalDate> pricesAsOf) {}

    public Report {
        outcomes = Map.copyOf(outcomes);
        misses = List.copyOf(misses);
        failedRecordings = List.copyOf(failedRecordings);
    }

    public TokenUsage tokensSaved() {
        return saved.tokens();
    }

    /** How many requests ended so. */
    public long count(Verb verb) {
        return outcomes.getOrDefault(verb, 0L);
    }
}
