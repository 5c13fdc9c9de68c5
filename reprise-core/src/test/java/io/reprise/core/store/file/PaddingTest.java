package io.reprise.core.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Spelling;
import io.reprise.core.store.Recording;
import io.reprise.core.stream.StreamFormats;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spaces before the last bracket are a number in a file, which has a limit; a body with more is a text. */
class PaddingTest {
    private static final Request REQUEST = Request.post("/v1/x", "{}");

    @ParameterizedTest
    @ValueSource(ints = {Spelling.MOST_PADDING, Spelling.MOST_PADDING + 1, 3 * Spelling.MOST_PADDING})
    void whatIsWrittenIsReadAgain(int spaces) {
        String json = "{\"a\":1" + " ".repeat(spaces) + "}";

        for (Exchange exchange : List.of(whole(json), stream(json), manyChunks(json), conversation(json))) {
            Bytes text = RecordingFile.write(new Recording(TestId.NONE, "h.example", 1, exchange));

            assertThat(RecordingFile.read(text, "file.json").exchange().equals(exchange))
                    .isTrue();
            assertThat(text.toString().contains("\"pad\": " + spaces)).isEqualTo(spaces <= Spelling.MOST_PADDING);
        }
    }

    private static Exchange whole(String json) {
        return new Exchange(REQUEST, Response.whole(200, "application/json", Bytes.utf8(json)));
    }

    private static Exchange stream(String json) {
        return stream(List.of(Chunk.of(1, "data: " + json + "\n\n")));
    }

    /** The others say how most of the JSON is spelled. */
    private static Exchange manyChunks(String json) {
        Chunk usual = Chunk.of(1, "data: {\"b\":2}\n\n");
        return stream(Stream.of(usual, usual, Chunk.of(2, "data: " + json + "\n\n"), usual)
                .toList());
    }

    private static Exchange stream(List<Chunk> chunks) {
        Headers headers = Headers.of("content-type", "text/event-stream");
        return new Exchange(REQUEST, new Response(200, headers, StreamFormats.SSE, chunks, Ending.OPEN));
    }

    private static Exchange conversation(String json) {
        SocketConversation conversation =
                new SocketConversation(List.of(SocketMessage.text(1, Sender.UPSTREAM, json)), Optional.empty());
        return Exchange.conversation(Request.get("/v1/realtime"), Headers.NONE, conversation, Ending.COMPLETE);
    }
}
