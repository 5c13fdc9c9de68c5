package io.reprise.core.store;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Question;
import java.util.List;

/** Finds recordings by what their requests say, for questions that have none. Methods may block, except {@link #coverage}. */
public interface QuestionIndex {
    /**
     * How much of a store an index knows.
     *
     * @param recordings how many it has that still exist; an index outside this program may say how many there were a moment ago
     * @param isComplete whether it has all that were there at the start
     */
    record Coverage(int recordings, boolean isComplete) {}

    /** The locations of at most {@code most} recordings with similar requests, the nearest first. */
    List<String> nearest(Question question, int most);

    /** The location of one recording of the question for each of at most {@code most} tests other than the one that asks. */
    List<String> ofOtherTests(Question question, int most);

    /** How many tests other than the one that asks have recorded the question. */
    int otherTests(Question question);

    /** Whether there is a recording of that test. */
    boolean hasAny(TestId test);

    Coverage coverage();
}
