package io.reprise.core.family.token;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an answer tells of its tokens beside their two sums.
 *
 * @param counts of kinds that are part of one of the sums; what the answer does not tell is not there
 * @param cost what it cost: in most answers empty
 * @param tier the service tier, as the answer names it; empty for the usual one
 * @param at when it was made, if the answer tells that
 */
public record TokenDetails(Map<TokenKind, Long> counts, Optional<UsDollars> cost, String tier, Optional<Instant> at) {
    public static final TokenDetails NONE = new TokenDetails(Map.of(), Optional.empty(), "", Optional.empty());

    public TokenDetails {
        counts = Map.copyOf(counts);
    }

    /** How many there are; empty if the answer does not tell. */
    public OptionalLong count(TokenKind kind) {
        Long count = counts.get(kind);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /** The same with a cost. */
    public TokenDetails costing(UsDollars amount) {
        return new TokenDetails(counts, Optional.of(amount), tier, at);
    }

    /** The sums of both; of two times, the later one. */
    public TokenDetails plus(TokenDetails other) {
        Map<TokenKind, Long> sums = new EnumMap<>(TokenKind.class);
        sums.putAll(counts);
        other.counts.forEach((kind, count) -> sums.merge(kind, count, Long::sum));
        Optional<UsDollars> both = cost.isPresent() && other.cost.isPresent()
                ? Optional.of(cost.get().plus(other.cost.get()))
                : Optional.empty();
        return new TokenDetails(sums, both, tier.isEmpty() ? other.tier : tier, other.at.or(() -> at));
    }
}
