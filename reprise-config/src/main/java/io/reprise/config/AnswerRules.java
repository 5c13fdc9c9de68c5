package io.reprise.config;

import io.reprise.core.price.Price;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.PaceRule;
import java.util.List;
import java.util.stream.Stream;

/** The rules of {@code reprise.yaml} about pace, faults and prices. */
public record AnswerRules(List<PaceRule> paces, List<FaultRule> faults, List<Price> prices) {
    static final AnswerRules NONE = new AnswerRules(List.of(), List.of(), List.of());

    public AnswerRules {
        paces = List.copyOf(paces);
        faults = List.copyOf(faults);
        prices = List.copyOf(prices);
    }

    /** These rules and then more. */
    AnswerRules plus(List<PaceRule> morePaces, List<FaultRule> moreFaults) {
        return new AnswerRules(
                Stream.concat(paces.stream(), morePaces.stream()).toList(),
                Stream.concat(faults.stream(), moreFaults.stream()).toList(),
                prices);
    }
}
