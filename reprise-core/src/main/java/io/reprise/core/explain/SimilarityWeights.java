package io.reprise.core.explain;

/**
 * How much each similarity counts, in points. The prompt counts most. A recording that the test can use is preferred,
 * and a recording of another API does not help.
 */
final class SimilarityWeights {
    static final int SAME_QUESTION = 100_000;
    static final int SAME_PATH = 400;
    static final int SAME_FAMILY = 250;
    static final int SAME_MODEL = 100;
    /** More than a path, so that what a test has recorded is compared in any case. */
    static final int SAME_TEST = 700;

    static final int NO_TEST = 60;

    private static final int QUESTION_LANE = 13;
    private static final int TEXT_LANE = 6;
    private static final int SETTINGS_LANE = 6;

    private SimilarityWeights() {}

    /** The points for the numbers of equal lanes. */
    static int of(int question, int text, int settings) {
        return question * QUESTION_LANE + text * TEXT_LANE + settings * SETTINGS_LANE;
    }
}
