package io.reprise.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTest {
    @ParameterizedTest
    @CsvSource({
        "0.1e1000000000000000001, 1e1000000000000000000",
        "0.1e1000000000000000000, 1e999999999999999999",
        "10e999999999999999999, 1e1000000000000000000",
        "10e1999999999999999999, 1e2000000000000000000",
        "0.1e-1000000000000000000, 1e-1000000000000000001",
        "10e-1000000000000000000, 1e-999999999999999999",
        "100e99999999999999999, 1e100000000000000001",
        "1e-00000000000000000000001, 1e-1",
        "-0.0e99, 0"
    })
    void hasOneSpellingHoweverLongItsExponentIs(String written, String spelling) {
        assertThat(Decimal.of(written).spelling()).isEqualTo(spelling);
    }
}
