package io.reprise.core.compare;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.Locale;

/** A stretch of two texts that are compared. */
public record Piece(What what, String text, int words) {
    /** Whether both texts have it. */
    public enum What {
        EQUAL,
        DELETED,
        INSERTED
    }

    /** Longer stretches of what is equal are shown by their ends. In words. */
    private static final int MOST_EQUAL = 40;

    /** Whether it is so long and equal that it is not shown. */
    public boolean isElided() {
        return what == What.EQUAL && words > MOST_EQUAL;
    }

    Json toJson() {
        JsonObjectBuilder piece =
                new JsonObjectBuilder().with("what", what.name().toLowerCase(Locale.ROOT));
        return isElided()
                ? piece.with("words", words).with("text", Json.NULL).done()
                : piece.with("text", text).done();
    }
}
