package io.reprise.server.outcome;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.token.UsDollars;
import io.reprise.server.outcome.Outcome.Verb;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Adds up outcomes. */
public final class OutcomeCounts {
    private final Map<Verb, LongAdder> byVerb = new EnumMap<>(Verb.class);
    private final LongAdder upstreamCalls = new LongAdder();
    private final LongAdder inputTokensSaved = new LongAdder();
    private final LongAdder outputTokensSaved = new LongAdder();
    private final LongAdder trillionthsSaved = new LongAdder();
    private final LongAdder unpriced = new LongAdder();

    public OutcomeCounts() {
        for (Verb verb : Verb.values()) {
            byVerb.put(verb, new LongAdder());
        }
    }

    public void add(Outcome outcome) {
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

    /** What all outcomes so far add up to. */
    public record Sums(Map<Verb, Long> byVerb, long upstreamCalls, TokenUsage tokens, UsDollars cost, long unpriced) {
        /** What came after {@code earlier}. */
        public Sums since(Sums earlier) {
            Map<Verb, Long> verbs = new EnumMap<>(byVerb);
            earlier.byVerb.forEach((verb, count) -> verbs.merge(verb, -count, Long::sum));
            return new Sums(
                    verbs,
                    upstreamCalls - earlier.upstreamCalls,
                    new TokenUsage(tokens.input() - earlier.tokens.input(), tokens.output() - earlier.tokens.output()),
                    new UsDollars(cost.trillionths() - earlier.cost.trillionths()),
                    unpriced - earlier.unpriced);
        }

        public Report.Saved saved(Optional<LocalDate> pricesAsOf) {
            return new Report.Saved(tokens, cost, unpriced, pricesAsOf);
        }
    }

    public Sums sums() {
        Map<Verb, Long> verbs = new EnumMap<>(Verb.class);
        byVerb.forEach((verb, count) -> verbs.put(verb, count.sum()));
        return new Sums(
                verbs,
                upstreamCalls.sum(),
                new TokenUsage(inputTokensSaved.sum(), outputTokensSaved.sum()),
                new UsDollars(trillionthsSaved.sum()),
                unpriced.sum());
    }
}
