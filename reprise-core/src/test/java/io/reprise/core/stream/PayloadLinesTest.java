package io.reprise.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadLinesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: a^^             | a",
                "data:a~^~^            | a",
                "data:  a~~            | ' a'",
                "event: x^data: é^id: 1^data:b^^ | é/b",
                "\ufeffdata: a^^       | a",
                "data: a               | a",
                "data:^^               | ''",
                ": data: a^^           | -",
                "data^^                | -",
                "xdata: a^^            | -",
            })
    void findsTheValuesOfPayloadLines(String chunk, String values) {
        Bytes bytes = Bytes.utf8(chunk.replace('^', '\n').replace('~', '\r'));

        List<String> found = PayloadLines.of(bytes).stream()
                .map(span -> bytes.slice(span.start(), span.end()).toString())
                .toList();

        assertThat(found.isEmpty() ? "-" : String.join("/", found)).isEqualTo(values);
    }
}
