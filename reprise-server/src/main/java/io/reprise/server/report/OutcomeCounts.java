package io.reprise.server.report;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.UsDollars;
import io.reprise.server.report.Outcome.Verb;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Adds up outcomes. */
final class OutcomeCounts {
    private final Map<Verb, LongAdder> byVerb = new EnumMap<>(Verb.class);
    private final LongAdder upstreamCalls = new LongAdder();
    private final LongAdder inputTokensSaved = new LongAdder();
    private final LongAdder outputTokensSaved = new LongAdder();
    private final LongAdder trillionthsSaved = new LongAdder();
    private final LongAdder unpriced = new LongAdder();

    OutcomeCounts() {
        for (Verb verb : Verb.values()) {
            byVerb.put(verb, new LongAdder());
        }
    }

    void add(Outcome outcome) {
        Objects.requireNonNull(byVerb.get(outcome.verb())).increment();
        Outcome.Cost cost = outcome.cost();
        if (cost.upstreamCalls() > 0) {
            upstreamCalls.add(cost.upstreamCalls());
        }
        if (cost.saved().isPresent()) {
            inputTokensSaved.add(cost.saved().get().input());
            outputTokensSaved.add(cost.saved().get().output());
            Optional<UsDollars> amount = cost.saved().get().details().cost();
            if (amount.isPresent()) {
                trillionthsSaved.add(amount.get().trillionths());
            } else {
                unpriced.increment();
            }
        }
    }

    Map<Verb, Long> byVerb() {
        Map<Verb, Long> sums = new EnumMap<>(Verb.class);
        byVerb.forEach((verb, count) -> sums.put(verb, count.sum()));
        return sums;
    }

    long upstreamCalls() {
        return upstreamCalls.sum();
    }

    Report.Saved saved(Optional<LocalDate> pricesAsOf) {
        return new Report.Saved(
                new TokenUsage(inputTokensSaved.sum(), outputTokensSaved.sum()),
                new UsDollars(trillionthsSaved.sum()),
                unpriced.sum(),
                pricesAsOf);
    }
}
