package io.reprise.formats.yaml;

import io.reprise.core.json.Json;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The values of scalars without quotes, by the rules of YAML 1.1 as PyYAML has them, which has written most such files: {@code on} is true,
 * {@code 0x1F} and {@code 017} are numbers; {@code 1e3}, {@code 08} and dates are texts.
 */
final class PlainScalars {
    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern TRUE = Pattern.compile("yes|Yes|YES|true|True|TRUE|on|On|ON");
    private static final Pattern FALSE = Pattern.compile("no|No|NO|false|False|FALSE|off|Off|OFF");
    private static final Pattern INTEGER =
            Pattern.compile("[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*|[1-9][0-9_]*(?::[0-5]?[0-9])++)");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(?:[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)");

    /** Characters with which any of the above begins. */
    private static final String FIRST = "~nNyYtToOfF+-.0123456789";

    /** No number has more digits; more would take long to convert. */
    private static final int MOST_DIGITS = 10_000;

    private PlainScalars() {}

    static Json json(String text) {
        if (!text.isEmpty() && FIRST.indexOf(text.charAt(0)) < 0) {
            return new Json.JsonString(text);
        }
        if (NULL.matcher(text).matches()) {
            return Json.NULL;
        } else if (TRUE.matcher(text).matches()) {
            return Json.TRUE;
        } else if (FALSE.matcher(text).matches()) {
            return Json.FALSE;
        } else if (text.length() > MOST_DIGITS) {
            return new Json.JsonString(text);
        }
        if (INTEGER.matcher(text).matches()) {
            return integer(text);
        }
        return FLOAT.matcher(text).matches() ? decimal(text) : new Json.JsonString(text);
    }

    private static Json integer(String text) {
        String sign = text.startsWith("-") ? "-" : "";
        String digits = text.replaceAll("[-+_]", "").toLowerCase(Locale.ROOT);
        if (digits.startsWith("0b")) {
            return number(text, sign, digits.substring(2), 2);
        } else if (digits.startsWith("0x")) {
            return number(text, sign, digits.substring(2), 16);
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            return number(text, sign, digits.substring(1), 8);
        } else if (digits.indexOf(':') > 0) {
            BigInteger sum = BigInteger.ZERO;
            for (String part : digits.split(":", -1)) {
                sum = sum.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
            }
            return new Json.JsonNumber(sign + sum);
        }
        return new Json.JsonNumber(sign + digits);
    }

    private static Json number(String text, String sign, String digits, int radix) {
        return digits.isEmpty() ? new Json.JsonString(text) : new Json.JsonNumber(sign + new BigInteger(digits, radix));
    }

    /** In the spelling of JSON, which has no {@code .5}, no {@code 5.} and no leading zeros. */
    private static Json decimal(String text) {
        String plain = text.replace("_", "").replaceFirst("^\\+", "");
        String spelled = plain.replaceFirst("^(-?)0+(?=[0-9])", "$1")
                .replaceFirst("^(-?)\\.", "$10.")
                .replaceFirst("\\.(?![0-9])", ".0");
        return new Json.JsonNumber(spelled);
    }
}
