package io.reprise.otel;

import io.reprise.core.family.ParsedExchange;
import io.reprise.core.store.StoreException;
import io.reprise.server.outcome.Outcome.Verb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what recorded answers say of themselves, and remembers it of the latest. Used by one thread only. */
final class KnownAnswers {
    private static final int MOST = 10_000;

    private final Function<String, Optional<ParsedExchange>> recorded;
    private final Map<String, AnswerFacts> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AnswerFacts> eldest) {
            return size() > MOST;
        }
    };

    KnownAnswers(Function<String, Optional<ParsedExchange>> recorded) {
        this.recorded = recorded;
    }

    /** Blocks. Nothing where the answer is not recorded, or cannot be read. */
    AnswerFacts of(ServedRequest.Answered answered) {
        String location = answered.location();
        if (location.isEmpty()) {
            return AnswerFacts.NONE;
        }
        AnswerFacts facts = answered.verb() == Verb.RECORDED ? null : known.get(location);
        if (facts == null) {
            facts = read(location);
            known.put(location, facts);
        }
        return facts;
    }

    private AnswerFacts read(String location) {
        try {
            return recorded.apply(location).map(AnswerFacts::of).orElse(AnswerFacts.NONE);
        } catch (StoreException unreadable) {
            return AnswerFacts.NONE;
        }
    }
}
