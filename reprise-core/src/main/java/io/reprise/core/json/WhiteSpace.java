package io.reprise.core.json;

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
        private static final int MOST_LEVELS = 100;

        public boolean isNone() {
            return end.isEmpty();
        }

        /** What separates two lines, the second of which is {@code level} levels deep in the value. */
        String separator(int level) {
            return end + indent.repeat(Math.max(0, Math.min(level + depth, MOST_LEVELS)));
        }
    }
}
