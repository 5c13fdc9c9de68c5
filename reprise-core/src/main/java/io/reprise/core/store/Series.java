package io.reprise.core.store;

import io.reprise.core.key.Key;
import io.reprise.core.key.Question;

/**
 * Recordings whose occurrences are counted together: all of one question; of a model list, those of one upstream, which
 * is never more than one.
 *
 * @param upstream empty for what is no model list
 */
public record Series(Key key, String upstream) {

    /** The one that an answer of {@code upstream} to {@code question} belongs to. */
    public static Series of(Question question, String upstream) {
        return new Series(question.key(), isPerUpstream(question) ? upstream : "");
    }

    /** Whether each upstream's answers are a series by themselves, of one recording. */
    public static boolean isPerUpstream(Question question) {
        return question.parsed().family().isModelList();
    }
}
