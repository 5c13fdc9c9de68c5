package io.reprise.core.compare;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import io.reprise.core.explain.difference.Words;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares two texts in words. Where both are long and differ much, sentences are compared, then the whole: the cost is limited by the size of the
 * texts and not by a clock, so that two runs say the same.
 */
final class TextComparison {
    /** How many units of both texts together are compared; the cost may grow with the square. */
    private static final int MOST_UNITS = 6_000;

    /** How many words stay beside what differs. */
    private static final int CONTEXT = 12;

    private final List<Piece> pieces = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private final List<String> inserted = new ArrayList<>();
    private boolean isCoarse;

    private TextComparison() {}

    static Hunk of(String where, String a, String b) {
        TextComparison comparison = new TextComparison();
        comparison.compare(Words.of(a), Words.of(b));
        comparison.flush();
        return new Hunk(where, comparison.pieces, comparison.isCoarse);
    }

    /** How many words a text has. */
    static int words(String text) {
        return count(Words.of(text));
    }

    private static List<String> sentences(String text) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(text);
        List<String> units = new ArrayList<>();
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            units.add(text.substring(from, to));
        }
        return units;
    }

    /** Equal heads and tails are taken off first, so that a small change of a long text keeps its words. */
    private void compare(List<String> a, List<String> b) {
        int head = 0;
        int shorter = Math.min(a.size(), b.size());
        while (head < shorter && a.get(head).equals(b.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && a.get(a.size() - 1 - tail).equals(b.get(b.size() - 1 - tail))) {
            tail++;
        }
        equal(a.subList(0, head));
        middle(a.subList(head, a.size() - tail), b.subList(head, b.size() - tail));
        equal(a.subList(a.size() - tail, a.size()));
    }

    private void middle(List<String> a, List<String> b) {
        if (a.size() + b.size() <= MOST_UNITS) {
            aligned(a, b);
            return;
        }
        isCoarse = true;
        List<String> sentencesOfA = sentences(String.join("", a));
        List<String> sentencesOfB = sentences(String.join("", b));
        if (sentencesOfA.size() + sentencesOfB.size() <= MOST_UNITS) {
            aligned(sentencesOfA, sentencesOfB);
        } else {
            changed(Piece.What.DELETED, a);
            changed(Piece.What.INSERTED, b);
        }
    }

    private void aligned(List<String> a, List<String> b) {
        int from = 0;
        List<AbstractDelta<String>> deltas =
                DiffUtils.diff(a, b, new MyersDiffWithLinearSpace<String>()).getDeltas();
        for (AbstractDelta<String> delta : deltas) {
            equal(a.subList(from, delta.getSource().getPosition()));
            changed(Piece.What.DELETED, delta.getSource().getLines());
            changed(Piece.What.INSERTED, delta.getTarget().getLines());
            from = delta.getSource().getPosition()
                    + delta.getSource().getLines().size();
        }
        equal(a.subList(from, a.size()));
    }

    /** What is long is cut into what stands beside a difference, and what does not. */
    private void equal(List<String> words) {
        if (count(words) <= 4 * CONTEXT) {
            changed(Piece.What.EQUAL, words);
            return;
        }
        int around = 2 * CONTEXT;
        changed(Piece.What.EQUAL, words.subList(0, around));
        changed(Piece.What.EQUAL, words.subList(around, words.size() - around));
        changed(Piece.What.EQUAL, words.subList(words.size() - around, words.size()));
    }

    /** What was deleted at a place comes before what was inserted there. */
    private void changed(Piece.What what, List<String> words) {
        if (words.isEmpty()) {
            return;
        }
        if (what == Piece.What.EQUAL) {
            flush();
            pieces.add(new Piece(what, String.join("", words), count(words)));
        } else {
            (what == Piece.What.DELETED ? deleted : inserted).addAll(words);
        }
    }

    private void flush() {
        add(Piece.What.DELETED, deleted);
        add(Piece.What.INSERTED, inserted);
    }

    private void add(Piece.What what, List<String> words) {
        if (!words.isEmpty()) {
            pieces.add(new Piece(what, String.join("", words), count(words)));
            words.clear();
        }
    }

    /** White space and signs are no words. */
    private static int count(List<String> units) {
        return (int) units.stream()
                .filter(unit -> unit.codePoints().anyMatch(Character::isLetterOrDigit))
                .count();
    }
}
