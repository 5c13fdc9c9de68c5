package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the elements of an array in its bytes, one byte after the other. Begins before the array or, in a later chunk,
 * before a comma. Does not check whether the elements are JSON.
 */
final class JsonArrayScan {
    /** Where the latest byte is. */
    private enum Place {
        BEFORE_ARRAY,
        BETWEEN_ELEMENTS,
        /** In an element that is an array or an object, or in a string within it. */
        IN_CONTAINER,
        IN_STRING,
        /** In an element that is a number or a word. */
        IN_WORD,
        AFTER_ARRAY,
        /** In a text that does not begin like an array. */
        NO_ARRAY
    }

    private Place place = Place.BEFORE_ARRAY;
    private int depth;
    private boolean isEscaped;

    /** Whether an element has ended before {@code next}: a number, which has no end mark of its own. */
    boolean endsBefore(byte next) {
        return place == Place.IN_WORD && (isWhiteSpace(next) || next == ',' || next == ']');
    }

    /** Reads a byte. Returns whether an element ends with it. */
    boolean read(byte next) {
        return switch (place) {
            case BEFORE_ARRAY -> begin(next);
            case BETWEEN_ELEMENTS -> between(next);
            case IN_CONTAINER -> inContainer(next);
            case IN_STRING -> inString(next);
            case IN_WORD -> endsBefore(next) && between(next);
            case AFTER_ARRAY, NO_ARRAY -> false;
        };
    }

    private boolean begin(byte next) {
        if (next == '[' || next == ',') {
            place = Place.BETWEEN_ELEMENTS;
        } else if (next == ']') {
            place = Place.AFTER_ARRAY;
        } else if (!isWhiteSpace(next)) {
            place = Place.NO_ARRAY;
        }
        return false;
    }

    private boolean between(byte next) {
        switch (next) {
            case ',' -> place = Place.BETWEEN_ELEMENTS;
            case ']' -> place = Place.AFTER_ARRAY;
            case '{', '[' -> {
                place = Place.IN_CONTAINER;
                depth = 1;
            }
            case '"' -> {
                place = Place.IN_STRING;
                depth = 0;
            }
            default -> place = isWhiteSpace(next) ? Place.BETWEEN_ELEMENTS : Place.IN_WORD;
        }
        return false;
    }

    private boolean inContainer(byte next) {
        switch (next) {
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            case '"' -> place = Place.IN_STRING;
            default -> {}
        }
        return endsIfClosed();
    }

    private boolean inString(byte next) {
        if (isEscaped || next == '\\') {
            isEscaped = !isEscaped;
            return false;
        }
        if (next != '"') {
            return false;
        }
        place = Place.IN_CONTAINER;
        return endsIfClosed();
    }

    private boolean endsIfClosed() {
        boolean isClosed = place == Place.IN_CONTAINER && depth == 0;
        place = isClosed ? Place.BETWEEN_ELEMENTS : place;
        return isClosed;
    }

    private boolean isInElement() {
        return place == Place.IN_CONTAINER || place == Place.IN_STRING || place == Place.IN_WORD;
    }

    /** The elements in a chunk; a last one may be incomplete. */
    static List<Payload> elements(Bytes chunk) {
        JsonArrayScan scan = new JsonArrayScan();
        List<Payload> elements = new ArrayList<>(1);
        int start = -1;
        for (int i = 0; i < chunk.size(); i++) {
            boolean isEndedBefore = scan.endsBefore(chunk.at(i));
            boolean isEnded = scan.read(chunk.at(i));
            if (scan.place == Place.NO_ARRAY) {
                return List.of(Payload.of(i, end(chunk)));
            }
            if (isEndedBefore || isEnded) {
                elements.add(Payload.of(start, isEnded ? i + 1 : i));
                start = -1;
            } else if (start < 0 && scan.isInElement()) {
                start = i;
            }
        }
        if (start >= 0) {
            elements.add(Payload.of(start, end(chunk)));
        }
        return elements;
    }

    /** Whether a chunk closes the array and has no element. */
    static boolean isClosing(Bytes chunk) {
        JsonArrayScan scan = new JsonArrayScan();
        for (int i = 0; i < chunk.size() && !scan.isInElement(); i++) {
            scan.read(chunk.at(i));
        }
        return scan.place == Place.AFTER_ARRAY;
    }

    /** The index after the last byte that is not white space. */
    private static int end(Bytes chunk) {
        int end = chunk.size();
        while (isWhiteSpace(chunk.at(end - 1))) {
            end--;
        }
        return end;
    }

    /** The index of the first byte from {@code from} that is not white space, or {@code to}. */
    static int skipWhiteSpace(Bytes chunk, int from, int to) {
        int at = from;
        while (at < to && isWhiteSpace(chunk.at(at))) {
            at++;
        }
        return at;
    }

    private static boolean isWhiteSpace(byte next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t';
    }
}
