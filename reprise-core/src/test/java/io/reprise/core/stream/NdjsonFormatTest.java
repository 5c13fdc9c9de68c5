package io.reprise.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.StreamFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NdjsonFormatTest extends StreamFormatContract {
    @Override
    StreamFormat format() {
        return StreamFormats.NDJSON;
    }

    @Override
    List<String> oddParts() {
        return List.of("\n", "\r\n", "\r", " ", "{\"a\":1}", "[", "é");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1^ | 1", "1~^ | 1", "1 | 1", "^ | -", "~^ | -", "1^2^ | 1/2", "1^^2 | 1/2", "' 1 ^' | ' 1 '"})
    void readsALineAsOnePayload(String chunk, String expected) {
        Bytes bytes = Bytes.utf8(chunk.replace('^', '\n').replace('~', '\r'));

        List<String> found = StreamFormats.NDJSON.payloads(bytes).stream()
                .map(payload -> payload.text(bytes))
                .toList();

        assertThat(found.isEmpty() ? "-" : String.join("/", found)).isEqualTo(expected);
    }
}
