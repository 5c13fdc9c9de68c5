package io.reprise.formats.llamastack.python;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class PythonFloatTest {
    /** The bits of a float, and what CPython 3.11 makes of it. */
    @ParameterizedTest
    @CsvFileSource(resources = "python-floats.csv")
    void writesAndRoundsAsPythonDoes(String bits, String json, String rounded, String fixed) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

        assertThat(PythonFloat.json(value)).isEqualTo(json);
        assertThat(PythonFloat.json(PythonFloat.round(value, 5))).isEqualTo(rounded);
        assertThat(PythonFloat.fixed(value, 5)).isEqualTo(fixed);
    }
}
