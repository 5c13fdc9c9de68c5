package io.reprise.core.family.token;

import io.reprise.core.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
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
    /** A dollar below ten million has so many digits before its point. */
    private static final int MOST_WHOLE_DIGITS = 7;

    private static final long CENT = 10_000_000_000L;

    public UsDollars {
        if (trillionths < 0) {
            throw new IllegalArgumentException("'" + trillionths + "' trillionths of a dollar are less than nothing");
        }
    }

    /** @throws IllegalArgumentException if it is negative, or more than nine million dollars */
    public static UsDollars of(BigDecimal dollars) {
        // before it is rounded: an exponent of a billion, of either sign, would make a number of a billion digits
        long wholeDigits = dollars.precision() - (long) dollars.scale();
        boolean isNothing = dollars.signum() == 0 || wholeDigits < -DIGITS;
        if (dollars.signum() < 0 || !isNothing && wholeDigits > MOST_WHOLE_DIGITS) {
            throw new IllegalArgumentException("this is no amount between 0 and 9,000,000 dollars");
        }
        if (isNothing) {
            return ZERO;
        }
        BigInteger rounded = dollars.setScale(DIGITS, RoundingMode.HALF_UP).unscaledValue();
        if (rounded.bitLength() >= Long.SIZE) {
            throw new IllegalArgumentException("this is more than 9,000,000 dollars");
        }
        return new UsDollars(rounded.longValue());
    }

    /** The sum, or the most that can be counted: some nine million dollars. */
    public UsDollars plus(UsDollars other) {
        long sum = trillionths + other.trillionths;
        return new UsDollars(sum < 0 ? Long.MAX_VALUE : sum);
    }

    /**
     * The product, or the most that can be counted.
     *
     * @param factor at least 0
     */
    public UsDollars times(long factor) {
        boolean isTooMuch = factor > 0 && trillionths > Long.MAX_VALUE / factor;
        return new UsDollars(isTooMuch ? Long.MAX_VALUE : trillionths * factor);
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
