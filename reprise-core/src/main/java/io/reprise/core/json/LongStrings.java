package io.reprise.core.json;

import io.reprise.core.exchange.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The long strings of a JSON text that stand in it as they are, such as pictures in base64, and the text without them. A parser looks at each character of a string several
 * times, and has it in memory more than once; here it is looked at eight bytes at a time, and copied once. Immutable.
 *
 * <p>Where the text is not JSON, neither is the rest: up to the first fault, both have the same strings.
 */
final class LongStrings {
    /** In bytes. */
    static final int LONG = 16 << 10;

    /** A text without any, of which nothing is left. */
    static final LongStrings NONE = new LongStrings(Bytes.EMPTY, List.of(), Bytes.EMPTY);

    /**
     * What is between the quotation marks of a long string.
     *
     * @param number how many empty strings the rest has before this one, which is empty in it
     */
    private record Found(int from, int to, int number) {}

    private final Bytes text;
    private final List<Found> found;
    private final Bytes rest;

    private LongStrings(Bytes text, List<Found> found, Bytes rest) {
        this.text = text;
        this.found = found;
        this.rest = rest;
    }

    static LongStrings of(Bytes text) {
        List<Found> found = mayBeIn(text) ? find(text) : List.of();
        List<Bytes.Replacement> cuts = found.stream()
                .map(one -> new Bytes.Replacement(one.from, one.to, Bytes.EMPTY))
                .toList();
        return new LongStrings(text, found, found.isEmpty() ? text : text.replace(cuts));
    }

    /** Within a long string, the half of one that begins at some multiple of it is plain; in most other texts, none is. */
    private static boolean mayBeIn(Bytes text) {
        int half = LONG / 2;
        for (int from = 0; from + half <= text.size(); from += half) {
            if (text.endOfPlain(from, from + half) == from + half) {
                return true;
            }
        }
        return false;
    }

    private static List<Found> find(Bytes text) {
        List<Found> found = new ArrayList<>();
        int empty = 0;
        int at = 0;
        while ((at = text.indexOf('"', at)) >= 0) {
            int from = at + 1;
            int to = text.endOfPlain(from, text.size());
            at = end(text, to);
            boolean isPlain = at == to && at < text.size();
            if (isPlain && to - from >= LONG) {
                found.add(new Found(from, to, empty));
            }
            empty += isPlain && (to == from || to - from >= LONG) ? 1 : 0;
            at++;
        }
        return found;
    }

    /** Where the quotation mark is that ends the string; the size of the text if there is none. */
    private static int end(Bytes text, int within) {
        int at = within;
        while (at < text.size() && text.at(at) != '"') {
            at = text.endOfPlain(at + (text.at(at) == '\\' ? 2 : 1), text.size());
        }
        return Math.min(at, text.size());
    }

    /** The text with empty strings in the place of the long ones; the same object if there are none. */
    Bytes rest() {
        return rest;
    }

    /** Puts the long strings back into their places while the rest is parsed. */
    Reader reader() {
        return new Reader();
    }

    final class Reader {
        private int empty;
        private int next;

        /** The string that stands in the text where the rest has {@code string}, which follows the one before. */
        String after(String string) {
            if (!string.isEmpty() || next == found.size()) {
                return string;
            }
            Found one = found.get(next);
            if (one.number != empty++) {
                return string;
            }
            next++;
            return text.latin1(one.from, one.to);
        }
    }
}
