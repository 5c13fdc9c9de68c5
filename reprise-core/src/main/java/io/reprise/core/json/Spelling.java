package io.reprise.core.json;

import io.reprise.core.json.WhiteSpace.Lines;
import java.util.List;

/** How the text of a JSON value is written: the white space between its tokens, and the escapes in its strings. */
public record Spelling(WhiteSpace whiteSpace, Escapes escapes) {
    /** So many spaces before the last bracket are part of a spelling; a text with more has none. */
    public static final int MOST_PADDING = 1 << 20;

    public static final Spelling COMPACT = new Spelling(WhiteSpace.NONE, Escapes.FEWEST);
    public static final Spelling SPACED = new Spelling(new WhiteSpace(": ", ", ", "", "", Lines.NONE), Escapes.FEWEST);
    public static final Spelling INDENTED =
            new Spelling(new WhiteSpace(": ", ",", "", "", new Lines("\n", "  ", 0)), Escapes.FEWEST);

    public static Spelling of(Layout layout) {
        return switch (layout) {
            case COMPACT -> COMPACT;
            case SPACED -> SPACED;
            case INDENTED -> INDENTED;
        };
    }

    /**
     * Whether {@code text} is JSON and exactly what writing its value so gives, but for spaces before its last bracket.
     *
     * @return the number of these spaces, at most {@link #MOST_PADDING}; -1 if it is anything else
     */
    public int padding(String text) {
        return JsonSpelling.padding(text, this);
    }

    /** {@link #padding} of each text; for texts that begin alike, such as the chunks of a stream, in less time. */
    public int[] paddings(List<String> texts) {
        return JsonSpelling.paddings(texts, this);
    }
}
