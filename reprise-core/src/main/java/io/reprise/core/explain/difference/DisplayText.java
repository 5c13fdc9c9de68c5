package io.reprise.core.explain.difference;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.math.BigDecimal;

/** Shows values and texts to people: on one line, shortened, with invisible characters made visible. */
public final class DisplayText {
    private static final int MOST_OF_A_VALUE = 80;
    private static final int MOST_DIGITS = 40;
    private static final int LARGEST_EXPONENT = 20;

    private static final Json.Visitor<String> KIND = new Json.Visitor<>() {
        @Override
        public String object(Json.JsonObject object) {
            return "object";
        }

        @Override
        public String array(Json.JsonArray array) {
            return "list";
        }

        @Override
        public String string(Json.JsonString string) {
            return "text";
        }

        @Override
        public String number(Json.JsonNumber number) {
            return "number";
        }

        @Override
        public String bool(Json.JsonBoolean bool) {
            return "boolean";
        }

        @Override
        public String nothing() {
            return "null";
        }
    };

    private DisplayText() {}

    static String of(Json value) {
        if (value instanceof Json.JsonString string) {
            return '"' + visible(elided(string.value(), MOST_OF_A_VALUE)) + '"';
        }
        if (value instanceof Json.JsonNumber number) {
            return number(number.spelling());
        }
        return visible(elided(value.write(Layout.SPACED), MOST_OF_A_VALUE));
    }

    /** Two values of one kind that differ. */
    static String change(Json recorded, Json asked) {
        String one = of(recorded);
        String other = of(asked);
        return one.equals(other)
                ? change(recorded.write(Layout.SPACED), asked.write(Layout.SPACED), MOST_OF_A_VALUE)
                : one + " → " + other;
    }

    /** Shows the kind of the value as well, for values of different kinds. */
    static String withKind(Json value) {
        return of(value) + " (" + kind(value) + ")";
    }

    static String kind(Json value) {
        return value.accept(KIND);
    }

    private static String number(String spelling) {
        if (spelling.length() > MOST_DIGITS) {
            return elided(spelling, MOST_DIGITS);
        }
        try {
            BigDecimal number = new BigDecimal(spelling);
            return Math.abs(number.scale()) <= LARGEST_EXPONENT ? number.toPlainString() : spelling;
        } catch (NumberFormatException hugeExponent) {
            return spelling;
        }
    }

    /** Leaves out the middle of a text that is longer than {@code most} characters. */
    public static String elided(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int head = whole(text, most * 2 / 3);
        int tail = whole(text, text.length() - most / 3);
        return text.substring(0, head) + "…" + text.substring(tail);
    }

    /**
     * Two texts that differ, each with at most {@code most} characters or two more. What differs is always in sight: where both have the same
     * beginning and the same end, they are cut around the first difference.
     */
    static String change(String recorded, String asked, int most) {
        String one = elided(recorded, most);
        String other = elided(asked, most);
        if (one.equals(other)) {
            int first = 0;
            while (first < Math.min(recorded.length(), asked.length())
                    && recorded.charAt(first) == asked.charAt(first)) {
                first++;
            }
            int from = whole(recorded, Math.max(0, first - most / 3));
            one = from(recorded, from, most);
            other = from(asked, from, most);
        }
        return visible(one) + " → " + visible(other);
    }

    private static String from(String text, int from, int most) {
        int to = whole(text, Math.min(text.length(), from + most));
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }

    /** The index, or the one before if it is in the middle of a surrogate pair. */
    static int whole(String text, int index) {
        boolean isWithinPair = index > 0
                && index < text.length()
                && Character.isLowSurrogate(text.charAt(index))
                && Character.isHighSurrogate(text.charAt(index - 1));
        return isWithinPair ? index - 1 : index;
    }

    /** Replaces line ends, tabs and other invisible characters by visible signs. */
    public static String visible(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append('⏎');
                case '\r' -> out.append('␍');
                case '\t' -> out.append('⇥');
                case '\u00a0' -> out.append('⍽');
                default -> {
                    if (c == ' ' || hasShape(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(String.format("<U+%04X>", c));
                    }
                }
            }
        });
        return out.toString();
    }

    /** Like {@link #visible}, with a dot for each space: for text that is only white space. */
    static String visibleSpaces(String text) {
        return visible(text).replace(' ', '·');
    }

    /** Shows each character by its number, for texts that look the same. */
    static String numbered(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 0x7f && hasShape(c)) {
                out.append((char) c);
            } else {
                out.append(String.format("<U+%04X>", c));
            }
        });
        return out.toString();
    }

    private static boolean hasShape(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
