package io.reprise.core.exchange;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant by a misspelt name. */
public final class NearNames {
    private NearNames() {}

    /** The known name with the fewest typing errors; empty if none is similar. */
    public static Optional<String> of(String name, Collection<String> known) {
        String lower = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return known.stream()
                .filter(candidate -> Math.abs(lower.length() - candidate.length()) <= most(candidate))
                .filter(candidate -> distance(lower, candidate) <= most(candidate))
                .filter(candidate -> distance(lower, candidate) < candidate.length()) // a letter of it is there
                .min(Comparator.<String>comparingInt(candidate -> distance(lower, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** How many errors a name may have. */
    private static int most(String candidate) {
        return Math.max(1, candidate.length() / 3);
    }

    /** How many letters must be inserted, deleted, replaced or swapped with their neighbour (optimal string alignment). */
    private static int distance(String one, String other) {
        int[][] errors = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                errors[i][j] = i == 0 || j == 0 ? i + j : fewest(errors, one, other, i, j);
            }
        }
        return errors[one.length()][other.length()];
    }

    private static int fewest(int[][] errors, String one, String other, int i, int j) {
        boolean isSame = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(errors[i - 1][j - 1] + (isSame ? 0 : 1), Math.min(errors[i - 1][j], errors[i][j - 1]) + 1);
        boolean isSwapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return isSwapped ? Math.min(least, errors[i - 2][j - 2] + 1) : least;
    }
}
