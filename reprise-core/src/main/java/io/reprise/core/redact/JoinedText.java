package io.reprise.core.redact;

import io.reprise.core.json.JsonLiterals.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Joins texts that arrived in pieces, without the escapes of JSON, and keeps the original place of each character. */
final class JoinedText {
    /**
     * The original place of a piece.
     *
     * @param start its place in the joined text
     * @param origin the original place of its first character
     * @param origins the original places of its characters, and the end; empty if the characters were next to each
     *     other
     */
    private record Piece(int document, int start, int length, int origin, int[] origins) {
        int origin(int index) {
            return origins.length == 0 ? origin + index : origins[index];
        }
    }

    /** A place in one document. */
    record Place(int document, int from, int to) {}

    private static final int UNICODE_ESCAPE = 6;
    private static final int[] NONE = {};

    /** The only text, as long as there is one; a large one is not copied. */
    private String only = "";

    /**
     * A string of a document.
     *
     * @param length without its escapes
     * @param origins the original places of its characters, and the end; empty if it has no escapes
     */
    record Spelled(Span span, int length, int[] origins) {
        static Spelled of(String source, Span span) {
            int escape = source.indexOf('\\', span.from());
            if (escape < 0 || escape >= span.to()) {
                return new Spelled(span, span.to() - span.from(), NONE);
            }
            int[] origins = new int[span.to() - span.from() + 1];
            int length = 0;
            for (int at = span.from(); at < span.to(); at += lengthAt(source, at, span.to())) {
                origins[length++] = at;
            }
            origins[length] = span.to();
            return new Spelled(span, length, Arrays.copyOf(origins, length + 1));
        }

        void appendTo(StringBuilder text, String source) {
            if (origins.length == 0) {
                text.append(source, span.from(), span.to());
                return;
            }
            for (int at = span.from(); at < span.to(); at += lengthAt(source, at, span.to())) {
                text.append(characterAt(source, at, span.to()));
            }
        }
    }

    private final StringBuilder text;
    private final List<Piece> pieces = new ArrayList<>();

    /** @param expected so many characters will probably be joined */
    JoinedText(int expected) {
        this.text = new StringBuilder(expected);
    }

    /** Adds a document unchanged. */
    void addWhole(int document, String source) {
        pieces.add(new Piece(document, text.length() + only.length(), source.length(), 0, NONE));
        if (pieces.size() == 1) {
            only = source;
        } else {
            text.append(only).append(source);
            only = "";
        }
    }

    /** Adds the string at {@code span} of a document, without its escapes. */
    void addString(int document, String source, Span span) {
        text.append(only);
        only = "";
        Spelled spelled = Spelled.of(source, span);
        pieces.add(new Piece(document, text.length(), spelled.length(), span.from(), spelled.origins()));
        spelled.appendTo(text, source);
    }

    /** How many characters spell the one at {@code at}. */
    private static int lengthAt(String source, int at, int limit) {
        if (source.charAt(at) != '\\' || at + 1 == limit) {
            return 1;
        }
        return isUnicode(source, at, limit) ? UNICODE_ESCAPE : 2;
    }

    private static boolean isUnicode(String source, int at, int limit) {
        return source.charAt(at + 1) == 'u' && at + UNICODE_ESCAPE <= limit && isHex(source, at + 2);
    }

    private static char characterAt(String source, int at, int limit) {
        char c = source.charAt(at);
        if (c != '\\' || at + 1 == limit) {
            return c;
        }
        return isUnicode(source, at, limit)
                ? (char) Integer.parseInt(source.substring(at + 2, at + UNICODE_ESCAPE), 16)
                : unescaped(source.charAt(at + 1));
    }

    /** Separates the next text: adds a character that no credential contains. */
    void separate() {
        text.append(only).append('\0');
        only = "";
    }

    String text() {
        return only.isEmpty() ? text.toString() : only;
    }

    /** The original places of the characters from {@code from} to {@code to}, in order; no place is empty. */
    List<Place> places(int from, int to) {
        List<Place> places = new ArrayList<>();
        for (int i = firstAfter(from); i < pieces.size() && pieces.get(i).start < to; i++) {
            Piece piece = pieces.get(i);
            int first = Math.max(from, piece.start) - piece.start;
            int last = Math.min(to, piece.start + piece.length) - piece.start;
            if (first < last) {
                places.add(new Place(piece.document, piece.origin(first), piece.origin(last)));
            }
        }
        return places;
    }

    /** The first piece that ends after {@code from}; pieces are in their order, and none overlaps another. */
    private int firstAfter(int from) {
        return BinarySearch.first(pieces.size(), i -> pieces.get(i).start + pieces.get(i).length > from);
    }

    private static boolean isHex(String source, int at) {
        for (int i = at; i < at + 4; i++) {
            if (Character.digit(source.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static char unescaped(char escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> escaped;
        };
    }
}
