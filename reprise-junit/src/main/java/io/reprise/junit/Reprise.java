package io.reprise.junit;

import java.util.List;
import java.util.function.Supplier;

/**
 * The recordings of one test: where to send its requests, and what was sent. A parameter of this type in a constructor, a lifecycle method or a test
 * of a class with {@link RepriseTest} or {@link RepriseExtension} is it.
 */
public final class Reprise {
    private final Supplier<ActiveTest> test;

    /** @param test the one that runs in this thread */
    Reprise(Supplier<ActiveTest> test) {
        this.test = test;
    }

    /** The base URL for the clients of this test; with and without {@code /v1} at its end. Requests to it belong to this test, on whatever thread. */
    public String baseUrl() {
        return test.get().url();
    }

    /** The name under which the recordings are kept, such as {@code com.example.JokeTest//tells}. */
    public String testId() {
        return test.get().id();
    }

    /** {@code replay}, {@code record}, {@code record-if-missing} or {@code live}. */
    public String mode() {
        return test.get().mode().mode().toString();
    }

    /** What was sent so far, in the order in which the answers ended. */
    public List<SentRequest> requests() {
        return test.get().requests();
    }

    /** Checks what was sent so far. */
    public RequestsAssert assertRequests() {
        return new RequestsAssert(requests());
    }

    /**
     * From now on, these things go wrong on purpose in this test, and no others.
     *
     * @param rules such as {@code status=429,retry-after=1; first=1} or {@code cut,after=3}; see docs/faults.md. None: nothing goes wrong
     */
    public void fault(String... rules) {
        ActiveTest now = test.get();
        now.client().rules("faults", now.id(), List.of(rules));
    }

    /**
     * From now on, the chunks of replayed streams come at this pace.
     *
     * @param rules such as {@code recorded}, {@code x2} or {@code ttft=300ms,tps=50; model=gpt-*}; see docs/pace.md. None: at once
     */
    public void pace(String... rules) {
        ActiveTest now = test.get();
        now.client().rules("pace", now.id(), List.of(rules));
    }

    /** This test passes although a request has no recording. */
    public void allowMisses() {
        test.get().allowMisses();
    }
}
