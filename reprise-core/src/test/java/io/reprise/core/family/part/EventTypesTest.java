package io.reprise.core.family.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.stream.StreamFormats;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTypesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: {'type':'done'}                    | true",
                "event: done\\ndata: {'type':'done'}      | true",
                "data: {'type': 'done'}\\nevent: other    | true",
                "event: done\\ndata: {}                   | true",
                "event: done\\ndata: rubbish              | true",
                "event: done                              | false",
                "event: done\\ndata: {'type':'more'}      | false",
                "data: {'type':'more','text':'done'}      | false",
                "data: {'a':{'type':'done'}}              | false",
                "data: done                               | false",
                ": done                                   | false",
            })
    void looksAtTheTypeBeforeTheEvent(String chunk, boolean isDone) {
        String text = chunk.replace('\'', '"').replace("\\n", "\n") + "\n\n";

        assertThat(new EventTypes("done", "stopped").isOneOf(StreamFormats.SSE, Chunk.of(0, text)))
                .isEqualTo(isDone);
    }
}
