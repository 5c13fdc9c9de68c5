package io.reprise.core.explain.difference;

import io.reprise.core.explain.difference.ListDifference.Edit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Pairs the items of two lists that are different but similar. */
final class Alignment {
    /** Above this number of comparisons of two items, items are paired in their order. */
    private static final int MOST_COMPARISONS = 400;

    private static final double SIMILAR = 0.25;
    private static final int LOOKED_AT = 4_000;

    /** An index into each list; -1 if there is no counterpart. */
    record Pair(int recorded, int asked) {
        boolean isAdded() {
            return recorded < 0;
        }

        boolean isRemoved() {
            return asked < 0;
        }
    }

    private Alignment() {}

    /** The pairs of different items, in order; items that are equal in both lists are left out. */
    static List<Pair> of(List<String> recorded, List<String> asked) {
        List<Pair> pairs = new ArrayList<>();
        for (Edit edit : ListDifference.between(recorded, asked)) {
            int gone = edit.to() - edit.from();
            int come = edit.askedTo() - edit.askedFrom();
            if (gone != come && gone > 0 && come > 0 && (long) gone * come <= MOST_COMPARISONS) {
                bySimilarity(edit, recorded, asked, pairs);
            } else {
                inOrder(edit, pairs);
            }
        }
        return pairs;
    }

    private static void inOrder(Edit edit, List<Pair> pairs) {
        int longer = Math.max(edit.to() - edit.from(), edit.askedTo() - edit.askedFrom());
        for (int i = 0; i < longer; i++) {
            int recorded = edit.from() + i < edit.to() ? edit.from() + i : -1;
            int asked = edit.askedFrom() + i < edit.askedTo() ? edit.askedFrom() + i : -1;
            pairs.add(new Pair(recorded, asked));
        }
    }

    /** The pairing that keeps the order and has the largest sum of similarities. */
    private static void bySimilarity(Edit edit, List<String> recorded, List<String> asked, List<Pair> pairs) {
        List<Set<String>> before = words(recorded.subList(edit.from(), edit.to()));
        List<Set<String>> after = words(asked.subList(edit.askedFrom(), edit.askedTo()));
        int rows = before.size();
        int columns = after.size();
        double[][] similarity = new double[rows][columns];
        double[][] best = new double[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                similarity[i][j] = similarity(before.get(i), after.get(j));
                double paired = similarity[i][j] < SIMILAR ? -1 : similarity[i][j] + best[i + 1][j + 1];
                best[i][j] = Math.max(paired, Math.max(best[i + 1][j], best[i][j + 1]));
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows || j < columns) {
            if (i < rows
                    && j < columns
                    && similarity[i][j] >= SIMILAR
                    && best[i][j] == similarity[i][j] + best[i + 1][j + 1]) {
                pairs.add(new Pair(edit.from() + i++, edit.askedFrom() + j++));
            } else if (i < rows && (j == columns || best[i][j] == best[i + 1][j])) {
                pairs.add(new Pair(edit.from() + i++, -1));
            } else {
                pairs.add(new Pair(-1, edit.askedFrom() + j++));
            }
        }
    }

    private static List<Set<String>> words(List<String> texts) {
        return texts.stream()
                .map(text ->
                        (Set<String>) new HashSet<>(Words.of(text.substring(0, Math.min(LOOKED_AT, text.length())))))
                .toList();
    }

    private static double similarity(Set<String> one, Set<String> other) {
        long common = one.stream().filter(other::contains).count();
        return common / (double) Math.max(1, one.size() + other.size() - common);
    }
}
