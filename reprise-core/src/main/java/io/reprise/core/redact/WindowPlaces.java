package io.reprise.core.redact;

import java.util.ArrayList;
import java.util.List;

/** The original places of the characters of a window. */
final class WindowPlaces {
    /**
     * A piece of the text.
     *
     * @param document negative if it is not known
     * @param start counted from the beginning of the whole text
     * @param origin the original place of its first character
     * @param origins the original places of its characters, and the end; empty if the characters were next to each other
     */
    private record Piece(int document, long start, int length, int origin, int[] origins) {
        int origin(int index) {
            return origins.length == 0 ? origin + index : origins[index];
        }
    }

    private static final int[] NONE = {};

    private final boolean areKept;
    private final List<Piece> pieces = new ArrayList<>();
    private long forgotten;

    /** @param areKept whether anybody asks for them */
    WindowPlaces(boolean areKept) {
        this.areKept = areKept;
    }

    void add(int document, int start, int length, int origin) {
        if (areKept) {
            pieces.add(new Piece(document, forgotten + start, length, origin, NONE));
        }
    }

    /** @param before characters of the document that come before the source of the string */
    void add(int document, int start, JoinedText.Spelled spelled, int before) {
        if (areKept) {
            int[] origins = spelled.origins();
            for (int i = 0; i < origins.length && before > 0; i++) {
                origins[i] += before;
            }
            pieces.add(new Piece(
                    document,
                    forgotten + start,
                    spelled.length(),
                    before + spelled.span().from(),
                    origins));
        }
    }

    /** Those of the characters from {@code from} to {@code to}, in order; none is empty. */
    List<JoinedText.Place> of(int from, int to) {
        List<JoinedText.Place> places = new ArrayList<>();
        for (int i = firstAfter(forgotten + from); i < pieces.size() && pieces.get(i).start < forgotten + to; i++) {
            Piece piece = pieces.get(i);
            long first = Math.max(forgotten + from, piece.start) - piece.start;
            long last = Math.min(forgotten + to, piece.start + piece.length) - piece.start;
            if (first < last) {
                places.add(new JoinedText.Place(piece.document, piece.origin((int) first), piece.origin((int) last)));
            }
        }
        return places;
    }

    /** The first characters are no longer in the window. */
    void forget(int count) {
        forgotten += count;
        pieces.subList(0, firstAfter(forgotten)).clear();
    }

    /** The first piece that ends after {@code from}; pieces are in their order, and none overlaps another. */
    private int firstAfter(long from) {
        return BinarySearch.first(pieces.size(), i -> pieces.get(i).start + pieces.get(i).length > from);
    }
}
