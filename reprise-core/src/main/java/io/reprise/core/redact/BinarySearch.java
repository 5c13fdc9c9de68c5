package io.reprise.core.redact;

import java.util.function.IntPredicate;

/** Finds places in what is in order. */
final class BinarySearch {
    private BinarySearch() {}

    /**
     * The first of the numbers from 0 to {@code size - 1} for which something holds; {@code size} if there is none.
     *
     * @param holds for a number and for all after it, or not for it and for none before it
     */
    static int first(int size, IntPredicate holds) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
