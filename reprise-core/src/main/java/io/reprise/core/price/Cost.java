package io.reprise.core.price;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an answer used, and what that cost.
 *
 * @param amount empty if it is not known
 * @param origin of the price; empty if the amount is unknown, or the answer tells it
 */
public record Cost(TokenUsage usage, Optional<UsDollars> amount, Optional<Price.Origin> origin) {
    private static final String OF_THE_ANSWER = "the answer";

    /** The members that docs/decisions/0035-one-api-for-people-and-programs.md lists; null for what is unknown. */
    public Json toJson() {
        return new JsonObjectBuilder()
                .with("input_tokens", usage.input())
                .with("output_tokens", usage.output())
                .with("cached_input_tokens", count(TokenKind.CACHED_INPUT))
                .with("cache_write_tokens", cacheWrites())
                .with("reasoning_tokens", count(TokenKind.REASONING))
                .with("cost_usd", amount.map(UsDollars::toJson).orElse(Json.NULL))
                .withOrNull(
                        "price_as_of",
                        origin.flatMap(Price.Origin::asOf).map(Object::toString).orElse(""))
                .withOrNull("price_source", source())
                .done();
    }

    private String source() {
        return origin.map(Price.Origin::source).orElse(amount.isPresent() ? OF_THE_ANSWER : "");
    }

    private Json cacheWrites() {
        OptionalLong usual = usage.details().count(TokenKind.CACHE_WRITE);
        OptionalLong hour = usage.details().count(TokenKind.CACHE_WRITE_HOUR);
        return usual.isEmpty() && hour.isEmpty()
                ? Json.NULL
                : new Json.JsonNumber(String.valueOf(usual.orElse(0) + hour.orElse(0)));
    }

    private Json count(TokenKind kind) {
        OptionalLong count = usage.details().count(kind);
        return count.isEmpty() ? Json.NULL : new Json.JsonNumber(String.valueOf(count.getAsLong()));
    }
}
