package io.reprise.core.content.brotli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The words that every decoder knows (8, appendix A), and their 121 forms (appendix B). Immutable. */
final class WordList {
    static final int SHORTEST = 4;
    static final int LONGEST = 24;

    /** How many words of each length there are, as a power of two. */
    private static final int[] COUNTS = {
        0, 0, 0, 0, 10, 10, 11, 11, 10, 10, 10, 10, 10, 9, 9, 8, 7, 7, 8, 7, 7, 6, 6, 5, 5
    };

    private static final int CAPITALIZED = 10;
    private static final int CAPITALS = 11;

    /** Each with what comes before the word, a change, and what comes after it. */
    private static final String FORMS =
            "#0#|#0# | #0# |#12#|#10# |#0# the | #0#|s #0# |#0# of |#10#|#0# and |#13#|#1#|, #0# |#0#, | #10# |#0# in |"
                    + "#0# to |e #0# |#0#\"|#0#.|#0#\">|#0#\n|#3#|#0#]|#0# for |#14#|#2#|#0# a |#0# that | #10#|#0#. |.#0#| #0#, |"
                    + "#15#|#0# with |#0#'|#0# from |#0# by |#16#|#17#| the #0#|#4#|#0#. The |#11#|#0# on |#0# as |#0# is |#7#|"
                    + "#1#ing |#0#\n\t|#0#:| #0#. |#0#ed |#20#|#18#|#6#|#0#(|#10#, |#8#|#0# at |#0#ly | the #0# of |#5#|#9#| #10#, |"
                    + "#10#\"|.#0#(|#11# |#10#\">|#0#=\"| #0#.|.com/#0#| the #0# of the |#10#'|#0#. This |#0#,|.#0# |#10#(|#10#.|"
                    + "#0# not | #0#=\"|#0#er | #11# |#0#al | #11#|#0#='|#11#\"|#10#. | #0#(|#0#ful | #10#. |#0#ive |#0#less |#11#'|"
                    + "#0#est | #10#.|#11#\">| #0#='|#10#,|#0#ize |#11#.|\u00c2\u00a0#0#| #0#,|#10#=\"|#11#=\"|#0#ous |#11#, |#10#='|"
                    + " #10#,| #11#=\"| #11#, |#11#,|#11#(|#11#. | #11#.|#11#='| #11#. | #10#=\"| #11#='| #10#='";

    private static final WordList INSTANCE = new WordList();

    /** @param change 0 for none, 1 to 9 to leave out so many bytes at the end, 12 to 20 for 1 to 9 at the beginning */
    private record Form(byte[] before, int change, byte[] after) {
        static Form of(String spelled) {
            String[] parts = spelled.split("#", -1);
            return new Form(
                    parts[0].getBytes(StandardCharsets.ISO_8859_1),
                    Integer.parseInt(parts[1]),
                    parts[2].getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private final byte[] words = read();
    private final int[] starts = new int[LONGEST + 1];
    private final List<Form> forms =
            Arrays.stream(FORMS.split("\\|", -1)).map(Form::of).toList();

    private WordList() {
        for (int length = SHORTEST; length < LONGEST; length++) {
            starts[length + 1] = starts[length] + (length << COUNTS[length]);
        }
    }

    static WordList instance() {
        return INSTANCE;
    }

    private static byte[] read() {
        try (InputStream in = WordList.class.getResourceAsStream("dictionary.bin")) {
            if (in == null) {
                throw new IllegalStateException("the word list of Brotli is missing from this program");
            }
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The word with that number, among those of that length and all their forms. */
    byte[] word(int length, int number) throws BrotliException {
        int index = number & (1 << COUNTS[length]) - 1;
        int form = number >>> COUNTS[length];
        if (form >= forms.size()) {
            throw new BrotliException("there is no word with number " + number);
        }
        int from = starts[length] + index * length;
        return changed(Arrays.copyOfRange(words, from, from + length), forms.get(form));
    }

    private static byte[] changed(byte[] word, Form form) {
        int first = form.change > CAPITALS ? Math.min(word.length, form.change - CAPITALS) : 0;
        int last = form.change < CAPITALIZED ? Math.max(0, word.length - form.change) : word.length;
        if (form.change == CAPITALIZED || form.change == CAPITALS) {
            int at = capitalize(word, 0);
            while (form.change == CAPITALS && at < word.length) {
                at = capitalize(word, at);
            }
        }
        byte[] all = Arrays.copyOf(form.before, form.before.length + last - first + form.after.length);
        System.arraycopy(word, first, all, form.before.length, last - first);
        System.arraycopy(form.after, 0, all, all.length - form.after.length, form.after.length);
        return all;
    }

    /** Changes one character as if it was UTF-8, in a simple way; returns where the next one begins. */
    private static int capitalize(byte[] word, int at) {
        int lead = word[at] & 0xff;
        if (lead < 0xc0) {
            word[at] ^= (byte) (lead >= 'a' && lead <= 'z' ? ' ' : 0);
            return at + 1;
        }
        int changed = lead < 0xe0 ? at + 1 : at + 2;
        if (changed < word.length) {
            word[changed] ^= (byte) (lead < 0xe0 ? ' ' : 5);
        }
        return changed + 1;
    }
}
