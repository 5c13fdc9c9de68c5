package io.reprise.core.price;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.token.TokenDetails;
import io.reprise.core.family.token.UsDollars;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Prices of tokens. What an answer says of its own cost counts most, then what users set, then the facts that come with the program.
 * Nothing is guessed: what has no price has no cost.
 */
public final class PriceTable {
    /** Without a price. */
    public static final PriceTable EMPTY = new PriceTable(List.of(), List::of);

    /** Prices change about twice a year. */
    private static final Duration FRESH = Duration.ofDays(90);

    private final List<Price> own;
    private final Supplier<List<Price>> known;

    private PriceTable(List<Price> own, Supplier<List<Price>> known) {
        this.own = List.copyOf(own);
        this.known = known;
    }

    /** A table of facts, which may be read when they are first needed. */
    static PriceTable of(Supplier<List<Price>> known) {
        return new PriceTable(List.of(), known);
    }

    /** The same, in which these prices of a user count before all others; of two that fit, the first. */
    public PriceTable with(List<Price> own) {
        return new PriceTable(own, known);
    }

    /** What the tokens cost, at the prices of the day on which the answer was made, or of the newest if it does not tell that. */
    public Cost cost(Tokens tokens) {
        TokenDetails details = tokens.usage().details();
        if (details.cost().isPresent()) {
            return new Cost(tokens.usage(), details.cost(), Optional.empty());
        }
        Optional<LocalDate> day = details.at().map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC));
        Optional<Price> price = best(own, tokens, day)
                .or(() -> details.tier().isEmpty() ? best(known.get(), tokens, day) : Optional.empty());
        Optional<UsDollars> amount = price.flatMap(found -> found.rates().cost(tokens.usage()));
        return new Cost(
                tokens.usage(),
                amount,
                price.filter(found -> amount.isPresent()).map(Price::origin));
    }

    /** The same tokens, with what they cost where that is known. */
    public TokenUsage priced(Tokens tokens) {
        TokenUsage usage = tokens.usage();
        return cost(tokens)
                .amount()
                .map(amount -> new TokenUsage(
                        usage.input(), usage.output(), usage.details().costing(amount)))
                .orElse(usage);
    }

    /** The price that began last; for a long request, the one with the highest limit. */
    private static Optional<Price> best(List<Price> prices, Tokens tokens, Optional<LocalDate> day) {
        List<Price> fitting = new ArrayList<>();
        for (Price price : prices) {
            boolean fits = (price.above() == 0 || tokens.usage().input() > price.above())
                    && price.isFrom(day)
                    && price.which().covers(tokens);
            if (fits) {
                fitting.add(price);
            }
        }
        Comparator<Price> newest = Comparator.comparing(price -> price.from().orElse(LocalDate.MIN));
        return fitting.stream().max(newest.thenComparingLong(Price::above));
    }

    /** The day on which the newest of the facts was looked up. */
    public Optional<LocalDate> asOf() {
        return known.get().stream()
                .flatMap(price -> price.origin().asOf().stream())
                .max(Comparator.naturalOrder());
    }

    /** A sentence for people where the facts are old; empty where they are not. */
    public Optional<String> remark(LocalDate today) {
        return asOf().filter(day -> day.plusDays(FRESH.toDays()).isBefore(today))
                .map(day -> "the prices date from " + day + ", more than " + FRESH.toDays()
                        + " days ago; 'prices' in reprise.yaml sets newer prices");
    }
}
