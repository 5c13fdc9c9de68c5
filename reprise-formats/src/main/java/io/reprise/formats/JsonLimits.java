package io.reprise.formats;

import io.reprise.core.json.JsonScanner;

/** What a JSON file may have, so that one that is made to fill the memory ends in an error of its own. */
public final class JsonLimits {
    /** Nothing that people or tools write is deeper. */
    private static final int DEEPEST = 10_000;

    /** A value takes so many bytes of memory, or fewer. */
    private static final int SIZE_OF_VALUE = 200;

    private static final long MOST_VALUES =
            Math.max(100_000, Runtime.getRuntime().maxMemory() / SIZE_OF_VALUE);

    private JsonLimits() {}

    /**
     * Looks through a text before it is parsed.
     *
     * @throws DocumentException if it has too many values, or too many within each other; the message says the line and column
     */
    public static void check(String text) {
        JsonScanner scanner = new JsonScanner(text);
        int depth = 0;
        long values = 0;
        for (JsonScanner.Token token = scanner.next(); token != JsonScanner.Token.END; token = scanner.next()) {
            switch (token) {
                case BEGIN_OBJECT, BEGIN_ARRAY -> {
                    depth++;
                    values++;
                }
                case END_OBJECT, END_ARRAY -> depth--;
                case STRING, SCALAR -> values++;
                default -> {}
            }
            if (depth > DEEPEST) {
                throw new DocumentException(
                        "it has more than " + DEEPEST + " values within each other" + at(text, scanner.start()));
            }
            if (values > MOST_VALUES) {
                throw new DocumentException(
                        "it has more than " + MOST_VALUES + " values" + at(text, scanner.start())
                                + ", which is too much for the memory of this program; give more with REPRISE_JAVA_OPTS=-Xmx4g");
            }
        }
    }

    private static String at(String text, int index) {
        long line = text.substring(0, index).chars().filter(c -> c == '\n').count() + 1;
        int column = index - text.lastIndexOf('\n', Math.max(0, index - 1));
        return " at line " + line + ", column " + column;
    }
}
