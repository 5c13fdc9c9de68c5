package io.reprise.core.price;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.family.token.UsDollars;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What a million tokens of each kind cost, in US dollars; a kind without a rate has an unknown one. */
public record Rates(Map<TokenKind, BigDecimal> perMillion) {
    private static final int MILLION = 6;

    public Rates {
        perMillion = Map.copyOf(perMillion);
    }

    /** What these tokens cost; empty if some have a kind without a rate, the counts contradict each other, or it is more than can be. */
    Optional<UsDollars> cost(TokenUsage usage) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<TokenKind, Long> counted : apart(usage).entrySet()) {
            BigDecimal rate = perMillion.get(counted.getKey());
            if (counted.getValue() < 0 || counted.getValue() > 0 && rate == null) {
                return Optional.empty();
            }
            sum = rate == null ? sum : sum.add(rate.multiply(BigDecimal.valueOf(counted.getValue())));
        }
        return amount(sum.movePointLeft(MILLION));
    }

    private static Optional<UsDollars> amount(BigDecimal dollars) {
        try {
            return Optional.of(UsDollars.of(dollars));
        } catch (IllegalArgumentException moreThanCanBe) {
            return Optional.empty();
        }
    }

    /** The tokens of each kind, each token once. Negative if the details are more than the sum that they are part of. */
    private Map<TokenKind, Long> apart(TokenUsage usage) {
        Map<TokenKind, Long> counts = new EnumMap<>(TokenKind.class);
        long input = usage.input();
        long output = usage.output();
        for (Map.Entry<TokenKind, Long> detail : usage.details().counts().entrySet()) {
            TokenKind kind = detail.getKey();
            long count = detail.getValue();
            switch (kind) {
                case CACHED_INPUT, CACHE_WRITE, CACHE_WRITE_HOUR, AUDIO_INPUT -> {
                    counts.merge(kind, count, Long::sum);
                    input -= count;
                }
                case CACHED_AUDIO_INPUT -> {
                    counts.put(kind, count);
                    counts.merge(TokenKind.CACHED_INPUT, -count, Long::sum);
                }
                case AUDIO_OUTPUT, IMAGE_OUTPUT -> {
                    counts.put(kind, count);
                    output -= count;
                }
                case REASONING -> {
                    if (perMillion.containsKey(kind)) {
                        counts.put(kind, count);
                        output -= count;
                    }
                }
                case INPUT, OUTPUT -> {}
            }
        }
        counts.put(TokenKind.INPUT, input);
        counts.put(TokenKind.OUTPUT, output);
        return counts;
    }
}
