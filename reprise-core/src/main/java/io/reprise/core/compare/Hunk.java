package io.reprise.core.compare;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two texts that differ.
 *
 * @param where what they are, such as {@code answer} or {@code choice 1}
 * @param isCoarse whether they are so long that larger pieces than words were compared
 */
public record Hunk(String where, List<Piece> pieces, boolean isCoarse) {
    public Hunk {
        pieces = List.copyOf(pieces);
    }

    /** How many words only one of the texts has. */
    public int words() {
        return pieces.stream()
                .filter(piece -> piece.what() != Piece.What.EQUAL)
                .mapToInt(Piece::words)
                .sum();
    }

    /** How many words were changed: one that stands in the place of another counts once. */
    int changes() {
        int changes = 0;
        int deleted = 0;
        for (Piece piece : pieces) {
            switch (piece.what()) {
                case DELETED -> deleted += piece.words();
                case INSERTED -> {
                    changes += Math.max(deleted, piece.words());
                    deleted = 0;
                }
                case EQUAL -> {
                    changes += deleted;
                    deleted = 0;
                }
            }
        }
        return changes + deleted;
    }

    /** The same in git's marks: {@code [-gone-]{+new+}}. */
    public String marked() {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(
                    switch (piece.what()) {
                        case DELETED -> "[-" + piece.text() + "-]";
                        case INSERTED -> "{+" + piece.text() + "+}";
                        case EQUAL -> piece.isElided() ? " … " + piece.words() + " words … " : piece.text();
                    });
        }
        return text.toString();
    }

    Json toJson() {
        Stream<Json> all = pieces.stream().map(Piece::toJson);
        return new JsonObjectBuilder()
                .with("where", where)
                .with("pieces", all.toList())
                .done();
    }
}
