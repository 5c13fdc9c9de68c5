package io.reprise.core.filter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What is known of one row of a list, as far as a filter asks. A condition about what is unknown does not hold. Each method is called only if
 * the filter needs it, so that it may compute what it returns. By default nothing is known.
 */
public interface Facts {
    /** The texts that a person sees of the row; words without a name are looked for in them. */
    List<String> words();

    /**
     * The values with one of these names: {@link FilterName#OUTCOME}, {@code MODEL}, {@code TEST}, {@code FAMILY}, {@code UPSTREAM}, {@code TOOL},
     * {@code KEY} or {@code PATH}. A row without a test has the value {@code ""}; otherwise none stands for unknown.
     */
    List<String> values(FilterName name);

    /** 100 to 599. */
    default OptionalInt status() {
        return OptionalInt.empty();
    }

    default boolean is(Trait trait) {
        return false;
    }

    /** The length of the answer. */
    default OptionalLong bytes() {
        return OptionalLong.empty();
    }

    /** From the request to the end of the answer. */
    default OptionalLong milliseconds() {
        return OptionalLong.empty();
    }

    /** When it happened, or was recorded. */
    default Optional<Instant> at() {
        return Optional.empty();
    }

    /** The texts of the request and of the answer, one after the other; none where they are not kept. */
    default Stream<String> bodies() {
        return Stream.empty();
    }
}
