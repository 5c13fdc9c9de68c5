package io.reprise.core.family.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsDollarsTest {
    @ParameterizedTest
    @CsvSource({
        "0,0,0",
        "4.1400000000000003e-05,0.0000414,0.000041",
        "0.1,0.1,0.10",
        "100,100,100.00",
        "12.3456,12.3456,12.35",
        "0.00996,0.00996,0.01",
        "1e-12,0.000000000001,0.000000000001",
        "1e-400,0,0",
        "4e-13,0,0",
        "5e-13,0.000000000001,0.000000000001",
        "9e-500000000,0,0",
        "9e-999999999,0,0",
        "1e-2147483647,0,0",
        "0e999999999,0,0",
        "0e-999999999,0,0"
    })
    void areWrittenAsPlainDecimals(String amount, String text, String rounded) {
        UsDollars dollars = UsDollars.of(new BigDecimal(amount));

        assertThat(dollars).hasToString(text);
        assertThat(dollars.rounded()).isEqualTo(rounded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e9", "1e2000000000"})
    void areNeitherNegativeNorEndless(String amount) {
        BigDecimal decimal = new BigDecimal(amount);

        assertThatIllegalArgumentException().isThrownBy(() -> UsDollars.of(decimal));
    }

    @Test
    void areAddedExactly() {
        assertThat(UsDollars.of(new BigDecimal("0.1")).plus(UsDollars.of(new BigDecimal("0.2"))))
                .hasToString("0.3");
    }

    @Test
    void areAtMostWhatCanBeCounted() {
        UsDollars most = new UsDollars(Long.MAX_VALUE);
        UsDollars large = UsDollars.of(new BigDecimal("8999999"));

        assertThat(large.plus(large)).isEqualTo(most);
        assertThat(most.plus(large)).isEqualTo(most);
        assertThat(large.times(2)).isEqualTo(most);
        assertThat(UsDollars.of(new BigDecimal("0.2")).times(3)).hasToString("0.6");
    }
}
