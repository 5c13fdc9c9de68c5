package io.reprise.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.StreamFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamFormatsTest {
    @Test
    void haveTheNamesOfTheRecordingFile() {
        assertThat(StreamFormats.KNOWN.names()).containsExactly("whole", "sse", "ndjson", "json-array", "event-stream");
        assertThat(StreamFormats.KNOWN.named("lines")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "text/event-stream, sse",
        "Text/Event-Stream ;charset=utf-8, sse",
        "application/x-ndjson, ndjson",
        "application/ndjson, ndjson",
        "application/jsonl, ndjson",
        "application/stream+json, ndjson",
        "application/vnd.amazon.eventstream, event-stream",
        "application/json, whole",
        "text/plain, whole",
        "'', whole"
    })
    void areMeantByContentTypes(String contentType, String name) {
        StreamFormat format = StreamFormats.KNOWN.of(contentType);

        assertThat(format.name()).isEqualTo(name);
    }
}
