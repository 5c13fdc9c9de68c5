package io.reprise.core.explain;

/**
 * What counts how much when the nearest recording is looked for, in points. A person looks for what was asked before anything else, would rather be
 * shown a recording that the test can use, and is not helped by one of another API.
 */
final class SimilarityWeights {
    static final int SAME_QUESTION = 100_000;
    static final int SAME_PATH = 400;
    static final int SAME_FAMILY = 250;
    static final int SAME_MODEL = 100;
    static final int SAME_TEST = 120;
    static final int NO_TEST = 60;

    private static final int QUESTION_LANE = 13;
    private static final int TEXT_LANE = 6;
    private static final int SETTINGS_LANE = 6;

    private SimilarityWeights() {}

    /** By the numbers of lanes that agree. */
    static int of(int question, int text, int settings) {
        return question * QUESTION_LANE + text * TEXT_LANE + settings * SETTINGS_LANE;
    }
}
