package io.reprise.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

    @Test
    void leavesOutLinesThatSayNothing() {
        assertThat(StreamFormats.NDJSON.repair("{}\n\n \n {}\r\n1"))
                .containsExactly(Bytes.utf8("{}\n"), Bytes.utf8(" {}\n"), Bytes.utf8("1\n"));
    }

    @Test
    void hasDialectsThatSayHowALineEnds() {
        for (String end : List.of("\n", "\r\n", "")) {
            assertThat(StreamFormats.NDJSON.chunk(PlainChunk.of("{}"), new Dialect(Map.of("line-end", end)), 0))
                    .isEqualTo(Bytes.utf8("{}" + end));
        }
    }

    @Test
    void refusesWhatALineCannotSay() {
        for (Dialect dialect :
                List.of(new Dialect(Map.of("line-end", "\r")), new Dialect(Map.of("fields", "data: ")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StreamFormats.NDJSON.chunk(PlainChunk.of("{}"), dialect, 0));
        }
        for (PlainChunk plain : List.of(PlainChunk.of("\n"), PlainChunk.of("{\n}"), PlainChunk.of("event", "{}"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> StreamFormats.NDJSON.chunk(plain, Dialect.USUAL, 0));
        }
    }
}
