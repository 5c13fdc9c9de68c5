package io.reprise.server.outcome;

import io.reprise.server.outcome.Outcome.Verb;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why requests got an error instead of an answer. Thread-safe. */
public final class FailureReasons {
    /** So many different ones are remembered. */
    private static final int MOST = 20;

    private final Map<String, Integer> reasons = new LinkedHashMap<>();

    /** Takes note if it is such a request, and says why. */
    public void note(Outcome outcome) {
        String reason = outcome.answer().note();
        if (outcome.verb() == Verb.FAILED && !reason.isEmpty()) {
            count(reason);
        }
    }

    private synchronized void count(String reason) {
        if (reasons.size() < MOST || reasons.containsKey(reason)) {
            reasons.merge(reason, 1, Integer::sum);
        }
    }

    /** The reasons, the first ones first, with the number of requests. */
    public synchronized Map<String, Integer> noted() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    }
}
