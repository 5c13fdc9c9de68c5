package io.reprise.core.drift;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Several measurements of one thing.
 *
 * @param deviation of the sample (divided by one less than there are measurements); empty for a single one
 */
public record Spread(int count, double mean, OptionalDouble deviation, double min, double max) {
    /** Empty for no measurement. */
    public static Optional<Spread> of(List<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return Optional.of(new Spread(
                values.size(),
                mean,
                values.size() == 1
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Math.sqrt(squares / (values.size() - 1))),
                values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                values.stream().mapToDouble(Double::doubleValue).max().orElseThrow()));
    }
}
