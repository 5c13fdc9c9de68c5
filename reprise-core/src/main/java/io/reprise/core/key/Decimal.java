package io.reprise.core.key;

/**
 * The exact value of a JSON number: {@code digits} × 10 ^ {@code exponent}, whatever its size, never expanded.
 *
 * @param digits without leading or trailing zeros; empty for zero
 * @param exponent a decimal integer without leading zeros, of any length
 */
record Decimal(boolean isNegative, String digits, String exponent) {
    /** Exponents of fewer digits fit a {@code long}, with room to move the point past any digit a text can hold. */
    private static final int LONG_DIGITS = 18;

    private static final long TEN_TO_18 = 1_000_000_000_000_000_000L;
    private static final Decimal ZERO = new Decimal(false, "", "0");

    /** The value of {@code spelling}, which is a number by RFC 8259, section 6. */
    static Decimal of(String spelling) {
        boolean isNegative = spelling.charAt(0) == '-';
        int end = exponentMark(spelling);
        StringBuilder digits = new StringBuilder(end);
        int point = -1;
        for (int i = isNegative ? 1 : 0; i < end; i++) {
            char c = spelling.charAt(i);
            if (c == '.') {
                point = i;
            } else if (c != '0' || !digits.isEmpty()) {
                digits.append(c);
            }
        }
        int significant = digits.length();
        while (significant > 0 && digits.charAt(significant - 1) == '0') {
            significant--;
        }
        if (significant == 0) {
            return ZERO;
        }
        long shift = (digits.length() - significant) - (point < 0 ? 0L : end - point - 1L);
        String written = end == spelling.length() ? "0" : spelling.substring(end + 1);
        digits.setLength(significant);
        return new Decimal(isNegative, digits.toString(), sum(written, shift));
    }

    /** A spelling of the value. */
    String spelling() {
        StringBuilder text = new StringBuilder();
        write(text);
        return text.toString();
    }

    /** Appends the form of the value in a canonical text: {@code -25e-1} for {@code -2.50}. */
    void write(StringBuilder out) {
        if (digits.isEmpty()) {
            out.append('0');
            return;
        }
        out.append(isNegative ? "-" : "").append(digits);
        if (!exponent.equals("0")) {
            out.append('e').append(exponent);
        }
    }

    /** The nearest value with at most so many digits after the point; of two nearest, the one whose last digit is even. */
    Decimal rounded(int places) {
        if (exponent.length() > LONG_DIGITS) {
            return exponent.charAt(0) == '-' ? ZERO : this;
        }
        long excess = -places - Long.parseLong(exponent);
        if (excess <= 0 || digits.isEmpty()) {
            return this;
        }
        if (excess > digits.length()) {
            return ZERO;
        }
        int cut = digits.length() - (int) excess;
        boolean isTie = digits.charAt(cut) == '5' && cut == digits.length() - 1;
        boolean isOdd = cut > 0 && (digits.charAt(cut - 1) & 1) == 1;
        boolean isUp = isTie ? isOdd : digits.charAt(cut) >= '5';
        String kept = isUp ? successor(digits.substring(0, cut)) : digits.substring(0, cut);
        return of((isNegative ? "-" : "") + (kept.isEmpty() ? "0" : kept) + "e-" + places);
    }

    private static String successor(String digits) {
        char[] next = digits.toCharArray();
        return (carry(next) ? "" : "1") + new String(next);
    }

    private static int exponentMark(String spelling) {
        for (int i = 0; i < spelling.length(); i++) {
            if ((spelling.charAt(i) | 0x20) == 'e') {
                return i;
            }
        }
        return spelling.length();
    }

    /** The sum of a written exponent and a small number. */
    private static String sum(String written, long shift) {
        boolean isNegative = written.charAt(0) == '-';
        int from = isNegative || written.charAt(0) == '+' ? 1 : 0;
        while (from < written.length() - 1 && written.charAt(from) == '0') {
            from++;
        }
        String magnitude = written.substring(from);
        if (magnitude.length() <= LONG_DIGITS) {
            long value = Long.parseLong(magnitude);
            return Long.toString((isNegative ? -value : value) + shift);
        }
        return (isNegative ? "-" : "") + sumOfMagnitude(magnitude, isNegative ? -shift : shift);
    }

    /** {@code magnitude} has more than 18 digits and {@code shift} at most 10, so that no sign can change. */
    private static String sumOfMagnitude(String magnitude, long shift) {
        int cut = magnitude.length() - LONG_DIGITS;
        long low = Long.parseLong(magnitude.substring(cut)) + shift;
        char[] high = magnitude.substring(0, cut).toCharArray();
        if (low < 0) {
            low += TEN_TO_18;
            borrow(high);
        } else if (low >= TEN_TO_18) {
            low -= TEN_TO_18;
            if (!carry(high)) {
                return "1" + "0".repeat(cut) + padded(low);
            }
        }
        String sum = new String(high) + padded(low);
        return sum.charAt(0) == '0' ? sum.substring(1) : sum;
    }

    private static void borrow(char[] digits) {
        int i = digits.length - 1;
        while (digits[i] == '0') {
            digits[i--] = '9';
        }
        digits[i]--;
    }

    /** False if a digit is needed in front of the others. */
    private static boolean carry(char[] digits) {
        for (int i = digits.length - 1; i >= 0; i--) {
            if (digits[i] != '9') {
                digits[i]++;
                return true;
            }
            digits[i] = '0';
        }
        return false;
    }

    private static String padded(long low) {
        String text = Long.toString(low);
        return "0".repeat(LONG_DIGITS - text.length()) + text;
    }
}
