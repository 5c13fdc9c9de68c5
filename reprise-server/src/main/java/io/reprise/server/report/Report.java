package io.reprise.server.report;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.json.Json;
import io.reprise.server.report.FailedRecordings.FailedRecording;
import io.reprise.server.report.Outcome.Verb;
import java.util.List;
import java.util.Map;

/**
 * What a server did so far.
 *
 * @param outcomes how many requests ended so; has every verb
 * @param upstreamCalls how often an upstream was asked
 * @param tokensSaved that no upstream had to be paid for, since recordings answered
 * @param misses the latest, oldest first, as {@code GET /__reprise/misses} shows them; at most 1,000
 * @param failedRecordings answers that should have been kept and could not be; the first 100
 */
public record Report(
        Map<Verb, Long> outcomes,
        long upstreamCalls,
        TokenUsage tokensSaved,
        List<Json> misses,
        List<FailedRecording> failedRecordings) {
    public Report {
        outcomes = Map.copyOf(outcomes);
        misses = List.copyOf(misses);
        failedRecordings = List.copyOf(failedRecordings);
    }

    /** How many requests ended so. */
    public long count(Verb verb) {
        return outcomes.getOrDefault(verb, 0L);
    }
}
