package io.reprise.core.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void tellsMeanDeviationAndEnds() {
        assertThat(Spread.of(List.of(2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0)))
                .contains(new Spread(8, 5, OptionalDouble.of(Math.sqrt(32 / 7.0)), 2, 9));
    }

    @Test
    void hasNoDeviationOfOneValue() {
        assertThat(Spread.of(List.of(3.5))).contains(new Spread(1, 3.5, OptionalDouble.empty(), 3.5, 3.5));
    }

    @Test
    void isEmptyWithoutValues() {
        assertThat(Spread.of(List.of())).isEqualTo(Optional.empty());
    }
}
