package io.reprise.core.drift;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A number that was recorded, and what it is now.
 *
 * @param recorded empty if the recording does not tell it
 * @param now of each answer that tells it
 */
public record Measure(Unit unit, OptionalDouble recorded, List<Double> now) {
    /** In what it is measured. */
    public enum Unit {
        /** 0 to 100. */
        PERCENT(1),
        MILLISECONDS(1),
        PER_SECOND(1),
        TOKENS(1),
        /** US dollars. */
        DOLLARS(12);

        private final int digits;

        Unit(int digits) {
            this.digits = digits;
        }
    }

    public Measure {
        now = List.copyOf(now);
    }

    /** Of what is measured now; empty if nothing is. */
    public Optional<Spread> spread() {
        return Spread.of(now);
    }

    /** How many times the recorded number the mean is now; empty if one of them is not known, or nothing was recorded. */
    public OptionalDouble ratio() {
        Optional<Spread> spread = spread();
        return spread.isPresent() && recorded.orElse(0) > 0
                ? OptionalDouble.of(spread.get().mean() / recorded.getAsDouble())
                : OptionalDouble.empty();
    }

    Json toJson() {
        return new JsonObjectBuilder()
                .with("recorded", number(recorded))
                .with("now", spread().map(this::json).orElse(Json.NULL))
                .done();
    }

    private Json json(Spread spread) {
        return new JsonObjectBuilder()
                .with("count", spread.count())
                .with("mean", number(spread.mean()))
                .with("deviation", number(spread.deviation()))
                .with("min", number(spread.min()))
                .with("max", number(spread.max()))
                .done();
    }

    private Json number(OptionalDouble value) {
        return value.isEmpty() ? Json.NULL : number(value.getAsDouble());
    }

    /** Money is a string, so that no reader rounds it. */
    private Json number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value)
                .setScale(unit.digits, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        String text = rounded.toPlainString();
        return unit == Unit.DOLLARS ? new Json.JsonString(text) : new Json.JsonNumber(text);
    }
}
