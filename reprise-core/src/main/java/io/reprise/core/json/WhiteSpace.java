package io.reprise.core.json;

import java.util.regex.Pattern;

/**
 * What a writer puts between the tokens of a value.
 *
 * @param colon with the white space around it, such as {@code ": "}
 * @param comma with the white space after it in its line, such as {@code ", "}
 * @param inside what follows the opening bracket and precedes the closing one of what is not empty; not with lines
 * @param empty what is between the brackets of what is empty
 * @param lines where lines end
 */
public record WhiteSpace(String colon, String comma, String inside, String empty, Lines lines) {
    public static final WhiteSpace NONE = new WhiteSpace(":", ",", "", "", Lines.NONE);

    /** What files may name. JSON allows more, such as a line that ends before a colon. */
    public static final Pattern COLON = Pattern.compile("[ \t]*:[ \t]*");

    /** As {@link #COLON}. */
    public static final Pattern COMMA = Pattern.compile(",[ \t]*");

    /** As {@link #COLON}, of all other places within a line. */
    public static final Pattern SPACES = Pattern.compile("[ \t]*");

    /**
     * A line for each member and item.
     *
     * @param end of a line; empty if all is one line
     * @param indent what a line begins with for each level
     * @param depth levels around the whole value
     */
    public record Lines(String end, String indent, int depth) {
        public static final Lines NONE = new Lines("", "", 0);

        /** Deeper levels are indented no further, or a text would grow with the square of its depth. */
        public static final int MOST_LEVELS = 100;

        /** As {@link #COLON}. */
        public static final Pattern END = Pattern.compile("\r?\n");

        public boolean isNone() {
            return end.isEmpty();
        }

        boolean canBeNamed() {
            return isNone() || isAll(END, end) && isAll(SPACES, indent) && depth <= MOST_LEVELS;
        }

        /** What separates two lines, the second of which is {@code level} levels deep in the value. */
        String separator(int level) {
            return end + indent.repeat(Math.max(0, Math.min(level + depth, MOST_LEVELS)));
        }
    }

    /** Whether files may name it. */
    public boolean canBeNamed() {
        return isAll(COLON, colon)
                && isAll(COMMA, comma)
                && isAll(SPACES, inside)
                && isAll(SPACES, empty)
                && lines.canBeNamed();
    }

    private static boolean isAll(Pattern pattern, String text) {
        return pattern.matcher(text).matches();
    }
}
