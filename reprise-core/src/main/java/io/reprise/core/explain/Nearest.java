package io.reprise.core.explain;

import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.difference.Difference;
import io.reprise.core.redact.CredentialMask;
import java.util.List;
import java.util.Optional;

/**
 * The recording with the most similar request.
 *
 * @param differences in what the request differs from the recorded one; none if it is the same question
 * @param otherTests further tests that have recorded the same question
 * @param otherMethod the method of the recorded request, where it is for the same path and only another method is recorded
 */
public record Nearest(
        Source source, List<Difference> differences, OtherTests otherTests, Optional<String> otherMethod) {
    public Nearest {
        differences = List.copyOf(differences);
    }

    Nearest(Source source, List<Difference> differences) {
        this(source, differences, OtherTests.NONE, Optional.empty());
    }

    /**
     * Further tests that have recorded a question.
     *
     * @param known the likeliest of them first, if the test that asks is one of them under another name
     * @param more how many others there are
     */
    public record OtherTests(List<TestId> known, int more) {
        static final OtherTests NONE = new OtherTests(List.of(), 0);

        public OtherTests {
            known = List.copyOf(known);
        }
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
