package io.reprise.core.family.token;

import io.reprise.core.json.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An amount of money in US dollars, exact to the trillionth: no token costs less than a thousand of these.
 *
 * @param trillionths of a dollar, at least 0
 */
public record UsDollars(long trillionths) {
    public static final UsDollars ZERO = new UsDollars(0);

    private static final int DIGITS = 12;
    private static final long CENT = 10_000_000_000L;

    public UsDollars {
        if (trillionths < 0) {
            throw new IllegalArgumentException("'" + trillionths + "' trillionths of a dollar are less than nothing");
        }
    }

    /** @throws IllegalArgumentException if it is negative, or more than nine million dollars */
    public static UsDollars of(BigDecimal dollars) {
        // an exponent of a billion would make a number of a billion digits
        if (dollars.signum() < 0 || dollars.precision() - (long) dollars.scale() > 7) {
            throw new IllegalArgumentException("this is no amount between 0 and 9,000,000 dollars");
        }
        return new UsDollars(
                dollars.setScale(DIGITS, RoundingMode.HALF_UP).unscaledValue().longValueExact());
    }

    public UsDollars plus(UsDollars other) {
        return new UsDollars(Math.addExact(trillionths, other.trillionths));
    }

    /** As a decimal string, such as {@code 0.000123}. */
    public Json toJson() {
        return new Json.JsonString(toString());
    }

    /** For people: whole cents, or two digits that are not 0. */
    public String rounded() {
        BigDecimal amount = BigDecimal.valueOf(trillionths, DIGITS);
        boolean isSmall = trillionths < CENT;
        BigDecimal rounded = isSmall
                ? amount.round(new MathContext(2, RoundingMode.HALF_UP)).stripTrailingZeros()
                : amount.setScale(2, RoundingMode.HALF_UP);
        return trillionths == 0 ? "0" : rounded.toPlainString();
    }

    /** Without an exponent and without zeros at the end. */
    @Override
    public String toString() {
        BigDecimal amount = BigDecimal.valueOf(trillionths, DIGITS).stripTrailingZeros();
        return (amount.scale() < 0 ? amount.setScale(0) : amount).toPlainString();
    }
}
