package io.reprise.server.comparison;

import io.reprise.core.exchange.TestId;
import io.reprise.server.comparison.Comparison.Place;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What is compared with what, as the control API and the tools for agents name it: {@code a}, {@code b_revision}, {@code a_test}. */
public sealed interface Comparands {
    record Tests(TestId a, TestId b) implements Comparands {}

    /** @param after empty for the recordings as they are now */
    record Revisions(String before, Optional<String> after) implements Comparands {}

    record Recordings(Place a, Place b) implements Comparands {}

    /**
     * What the parameters name. One recording and a revision are enough: it is compared with what it was.
     *
     * @param given the value of a parameter, if there is one
     * @param required the same; throws if there is none
     * @throws IllegalArgumentException if tests and other things are to be compared at the same time
     */
    static Comparands of(Function<String, Optional<String>> given, UnaryOperator<String> required) {
        Optional<String> a = given.apply("a");
        Optional<String> b = given.apply("b");
        Optional<String> before = given.apply("a_revision");
        Optional<String> after = given.apply("b_revision");
        boolean isOfRecordings = a.isPresent() || b.isPresent();
        boolean isOfRevisions = before.isPresent() || after.isPresent();
        if (given.apply("a_test").isPresent() || given.apply("b_test").isPresent()) {
            if (isOfRecordings || isOfRevisions) {
                throw new IllegalArgumentException(
                        "'a_test' and 'b_test' must be given together, without other parameters to compare");
            }
            return new Tests(new TestId(required.apply("a_test")), new TestId(required.apply("b_test")));
        }
        if (!isOfRecordings && before.isPresent()) {
            return new Revisions(before.get(), after);
        }
        String first = a.orElseGet(() -> isOfRevisions && b.isPresent() ? b.get() : required.apply("a"));
        String second = b.orElseGet(() -> isOfRevisions ? first : required.apply("b"));
        return new Recordings(new Place(first, before), new Place(second, after));
    }
}
