package io.reprise.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {
    @ParameterizedTest
    @CsvSource({"a+b, a+b", "%C3%a9, é", "é, é", "%252F%2f, %2F/", "%EF%BF%BD, \ufffd", "'', ''"})
    void decodesWhatIsWellFormed(String encoded, String text) {
        assertThat(PercentEncoding.decodeStrictly(encoded)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "a%zz", "%%41", "%C3", "%ff", "%é1", "%+1"})
    void saysWhatIsNot(String encoded) {
        assertThat(PercentEncoding.decodeStrictly(encoded)).isEmpty();
        assertThat(PercentEncoding.decodeText(encoded)).isNotEmpty();
    }
}
