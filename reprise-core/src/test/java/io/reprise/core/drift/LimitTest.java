package io.reprise.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.drift.Measure.Unit;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {
    private static Measure milliseconds(double recorded, Double... now) {
        return new Measure(Unit.MILLISECONDS, OptionalDouble.of(recorded), List.of(now));
    }

    @Test
    void comparesTheMeanWithSoManyTimesTheRecorded() {
        Limit limit = Limit.ofTime("2x");

        assertThat(limit.fault(milliseconds(100, 150.0, 250.0))).isEmpty();
        assertThat(limit.fault(milliseconds(100, 150.0, 350.0)))
                .contains("250 ms is 2.5 times 100 ms, and more than 2x");
    }

    @Test
    void comparesTheMeanWithAnAmount() {
        assertThat(Limit.ofTime("0.3s").fault(milliseconds(1, 300.0))).isEmpty();
        assertThat(Limit.ofTime("0.3s").fault(milliseconds(1, 301.0))).contains("301 ms is more than 0.3s");
        assertThat(Limit.ofTime("1m").most()).isEqualTo(60_000);
        assertThat(Limit.ofWords("20 %").fault(new Measure(Unit.PERCENT, OptionalDouble.empty(), List.of(20.1))))
                .contains("20.1 % is more than 20 %");
    }

    @Test
    void saysNothingOfWhatIsUnknown() {
        Measure unknown = new Measure(Unit.MILLISECONDS, OptionalDouble.empty(), List.of(9_000.0));

        assertThat(Limit.ofTime("2x").fault(unknown)).isEmpty();
        assertThat(Limit.ofTime("2x").isUnknown(unknown)).isTrue();
        assertThat(Limit.ofTime("1s").isUnknown(unknown)).isFalse();
        assertThat(Limit.ofTime("1s").isUnknown(milliseconds(1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "200", "-1%", "101%", "2x", "%", "1e3%", "999999999999%"})
    void refusesWhatIsNoPercentage(String text) {
        assertThatThrownBy(() -> Limit.ofWords(text)).hasMessageContaining("write one such as 20%");
    }

    @Test
    void namesThePercentSignThatIsMissing() {
        assertThatThrownBy(() -> Limit.ofWords("10")).hasMessage("'10' has no %; write 10%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "2%", "x", "2 xx", "-2x", "2h"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> Limit.ofTime(text)).hasMessageContaining("write 2x for twice the recorded one");
        assertThatThrownBy(() -> Limit.ofCost(text)).hasMessageContaining("write 1.5x");
    }
}
