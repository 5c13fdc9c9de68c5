package io.reprise.formats.llamastack.python;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Computes and writes numbers like Python's {@code float} type. */
public final class PythonFloat {
    /** Python writes a float without an exponent from here … */
    private static final int LEAST_PLAIN_EXPONENT = -4;
    /** … to here, exclusively. */
    private static final int PLAIN_EXPONENT_END = 16;

    private static final int MOST_DIGITS = 17;

    private PythonFloat() {}

    /** {@code round(value, places)}: to the nearest decimal, and where the binary value is exactly between two, to the even one. */
    public static double round(double value, int places) {
        if (!Double.isFinite(value)) {
            return value;
        }
        double rounded =
                new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).doubleValue();
        return Math.copySign(rounded, value);
    }

    /** {@code f"{value:.5f}"} with that number of places. */
    public static String fixed(double value, int places) {
        if (!Double.isFinite(value)) {
            return value > 0 ? "inf" : value < 0 ? "-inf" : "nan";
        }
        String digits = new BigDecimal(Math.abs(value))
                .setScale(places, RoundingMode.HALF_EVEN)
                .toPlainString();
        return (isNegative(value) ? "-" : "") + digits;
    }

    /** {@code json.dumps(value)}: the fewest digits that are read as the same value, an exponent only where Python has one. */
    public static String json(double value) {
        if (!Double.isFinite(value)) {
            return value > 0 ? "Infinity" : value < 0 ? "-Infinity" : "NaN";
        }
        String sign = isNegative(value) ? "-" : "";
        if (value == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - shortest.scale() - 1;
        if (exponent < LEAST_PLAIN_EXPONENT || exponent >= PLAIN_EXPONENT_END) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
            return sign + digits.charAt(0) + fraction + "e" + power;
        }
        String plain = shortest.toPlainString();
        return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
    }

    private static boolean isNegative(double value) {
        return Double.doubleToRawLongBits(value) < 0;
    }

    /**
     * The shortest decimal that is read as {@code value}, and of these the nearest. {@link Double#toString} gives it from
     * JDK 19 on; earlier ones may give a digit too many, hence the search below what it gives.
     */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        int digits = Math.min(
                MOST_DIGITS,
                new BigDecimal(Double.toString(value)).stripTrailingZeros().precision());
        BigDecimal best = nearest(exact, value, digits);
        while (best == null && digits < MOST_DIGITS) {
            best = nearest(exact, value, ++digits);
        }
        BigDecimal found = best == null ? exact : best;
        for (int fewer = digits - 1; fewer > 0; fewer--) {
            BigDecimal shorter = nearest(exact, value, fewer);
            if (shorter == null) {
                break;
            }
            found = shorter;
        }
        return found;
    }

    /** The nearest decimal of that many digits which is read as {@code value}; null if there is none. */
    private static @Nullable BigDecimal nearest(BigDecimal exact, double value, int digits) {
        BigDecimal below = exact.round(new MathContext(digits, RoundingMode.FLOOR));
        BigDecimal above = exact.round(new MathContext(digits, RoundingMode.CEILING));
        boolean isBelowNearer = exact.subtract(below).compareTo(above.subtract(exact)) <= 0;
        BigDecimal first = isBelowNearer ? below : above;
        BigDecimal second = isBelowNearer ? above : below;
        if (first.doubleValue() == value) {
            return first;
        }
        return second.doubleValue() == value ? second : null;
    }
}
