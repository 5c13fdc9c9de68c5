package io.reprise.core.explain;

import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.difference.Difference;
import io.reprise.core.redact.CredentialMask;
import java.util.List;

/**
 * The recording with the most similar request.
 *
 * @param differences in what the request differs from the recorded one; none if it is the same question
 * @param otherTests further tests that have recorded the same question
 */
public record Nearest(Source source, List<Difference> differences, List<TestId> otherTests) {
    public Nearest {
        differences = List.copyOf(differences);
        otherTests = List.copyOf(otherTests);
    }

    /**
     * Which recording it is.
     *
     * @param location where it is, for people
     * @param test the test that it belongs to
     * @param upstream that answered; may be empty
     * @param occurrence which answer to its question it is, from 1
     */
    public record Source(String location, TestId test, String upstream, int occurrence) {
        Source masked(CredentialMask mask) {
            return new Source(mask.of(location), Nearest.masked(test, mask), mask.of(upstream), occurrence);
        }
    }

    static TestId masked(TestId test, CredentialMask mask) {
        return new TestId(mask.of(test.name()));
    }

    public String location() {
        return source.location();
    }

    public TestId test() {
        return source.test();
    }

    /** Whether this recording has the same question, so that something else prevented its use. */
    public boolean isSameQuestion() {
        return differences.isEmpty();
    }
}
