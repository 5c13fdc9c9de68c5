package io.reprise.core.explain.difference;

/**
 * The words for what only one of two requests has.
 *
 * @param recorded for the first, which is recorded
 * @param asked for the second
 */
record Sides(String recorded, String asked) {
    static final Sides OF_A_MISS = new Sides("only in the recording", "only in the request");
    static final Sides OF_TWO_RECORDINGS = new Sides("only in a", "only in b");
}
