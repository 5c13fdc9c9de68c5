package io.reprise.core.store;

import io.reprise.core.key.Key;
import io.reprise.core.key.Question;

/**
 * Recordings whose occurrences are counted together: all recordings of one question; for a model list, the one of one
 * upstream.
 *
 * @param upstream empty if this is not a model list
 */
public record Series(Key key, String upstream) {

    /** The series of an answer of {@code upstream} to {@code question}. */
    public static Series of(Question question, String upstream) {
        return new Series(question.key(), isPerUpstream(question) ? upstream : "");
    }

    /** Whether each upstream's answers are a series by themselves, of one recording. */
    public static boolean isPerUpstream(Question question) {
        return question.parsed().family().isModelList();
    }
}
