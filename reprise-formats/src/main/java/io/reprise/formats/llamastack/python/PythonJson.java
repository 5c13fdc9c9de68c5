package io.reprise.formats.llamastack.python;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON like Python's {@code json} module: ASCII only, floats as {@code repr}, and only the last of several
 * members with one name.
 */
public final class PythonJson {
    /** Python's own parser gives up somewhat later; what is nested deeper was not written by it and cannot be read by it. */
    public static final int MOST_LEVELS = 900;

    private static final String HEX = "0123456789abcdef";
    private static final Comparator<Json.Member> BY_NAME = (one, other) -> byCodePoint(one.name(), other.name());

    private enum Order {
        AS_IT_IS,
        SORTED
    }

    private PythonJson() {}

    /**
     * {@code json.dumps(value, sort_keys=True)}.
     *
     * @throws IllegalArgumentException if it is nested more than {@value #MOST_LEVELS} levels deep
     */
    public static String sorted(Json value) {
        return ascii(normal(value, Order.SORTED, 0).write(Layout.SPACED));
    }

    /**
     * {@code json.dumps(value, indent=2)}.
     *
     * @throws IllegalArgumentException if it is nested more than {@value #MOST_LEVELS} levels deep
     */
    public static String indented(Json value) {
        return ascii(normal(value, Order.AS_IT_IS, 0).write(Layout.INDENTED));
    }

    private static Json normal(Json value, Order order, int level) {
        if (level > MOST_LEVELS) {
            throw new IllegalArgumentException(
                    "more than " + MOST_LEVELS + " levels of nesting, more than Python can read");
        }
        if (value instanceof Json.JsonNumber number) {
            return new Json.JsonNumber(number(number.spelling()));
        }
        if (value instanceof Json.JsonArray array) {
            List<Json> items = new ArrayList<>(array.items().size());
            array.items().forEach(item -> items.add(normal(item, order, level + 1)));
            return new Json.JsonArray(items);
        }
        if (value instanceof Json.JsonObject object) {
            Map<String, Json> members = new LinkedHashMap<>();
            object.members().forEach(member -> members.put(member.name(), normal(member.value(), order, level + 1)));
            List<Json.Member> all = new ArrayList<>(members.size());
            members.forEach((name, member) -> all.add(new Json.Member(name, member)));
            if (order == Order.SORTED) {
                all.sort(BY_NAME);
            }
            return new Json.JsonObject(all);
        }
        return value;
    }

    /** Whether Python reads a number of this spelling as a {@code float}, not an {@code int}. */
    public static boolean isFloat(String spelling) {
        return spelling.indexOf('.') >= 0 || spelling.indexOf('e') >= 0 || spelling.indexOf('E') >= 0;
    }

    static String number(String spelling) {
        if (isFloat(spelling)) {
            return PythonFloat.json(Double.parseDouble(spelling));
        }
        return spelling.equals("-0") ? "0" : spelling;
    }

    /** {@code text}, in which all but printable ASCII is escaped; only strings can hold such characters. */
    public static String ascii(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x7f) {
                out.append(c);
            } else {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt((c >> shift) & 0xf));
                }
            }
        }
        return out.toString();
    }

    /** The order of Python's strings, which is not that of UTF-16 units: surrogates stand above all other units. */
    public static int byCodePoint(String one, String other) {
        int most = Math.min(one.length(), other.length());
        for (int i = 0; i < most; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean isOrderOfUnits = Character.isSurrogate(a) == Character.isSurrogate(b);
                return isOrderOfUnits ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
