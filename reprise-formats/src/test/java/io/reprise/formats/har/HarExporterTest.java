package io.reprise.formats.har;

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
import io.reprise.core.json.Json;
import io.reprise.core.store.Recording;
import io.reprise.formats.ExporterContract;
import io.reprise.formats.Format;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HarExporterTest extends ExporterContract {
    @Override
    protected Format format() {
        return new HarFormat();
    }

    @Override
    protected Exchange any(Random random, int number) {
        return switch (random.nextInt(4)) {
            case 0 -> socket(random, number);
            case 1 -> stream(random, number);
            default -> whole(random, number);
        };
    }

    private static Exchange socket(Random random, int number) {
        List<SocketMessage> messages = List.of(
                SocketMessage.text(3, Sender.CLIENT, "{\"a\":\"ä\"}"),
                new SocketMessage(1_234, Sender.UPSTREAM, true, bytes(random)));
        Optional<SocketConversation.Close> close = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new SocketConversation.Close(2_000, Sender.UPSTREAM, 1001, "bye"));
        return Exchange.conversation(
                new Request("GET", "/v1/realtime", "n=" + number, Headers.NONE, Bytes.EMPTY),
                Headers.of("sec-websocket-protocol", "realtime"),
                new SocketConversation(messages, close),
                close.isEmpty() && random.nextBoolean() ? Ending.CUT : Ending.COMPLETE);
    }

    @Test
    void otherProgramsFindUrlsBodiesAndTimes() throws IOException {
        Exchange exchange = new Exchange(
                new Request(
                        "POST", "/v1/x", "a=b%20c", Headers.of("content-type", "application/json"), Bytes.utf8("{}")),
                Response.whole(200, "text/plain", Bytes.utf8("hi")).withChunks(List.of(Chunk.of(7, "hi"))));

        export(List.of(new Recording(
                new TestId("suite/a test"), "openai", 1, exchange, Optional.of(LocalDate.of(2025, 1, 2)))));

        Path file;
        try (var files = Files.list(directory)) {
            file = files.filter(each -> each.toString().endsWith(".har"))
                    .findFirst()
                    .orElseThrow();
        }
        Json entry = Json.parse(Files.readString(file)).list("log", "entries").get(0);
        assertThat(entry.text("startedDateTime")).isEqualTo("2025-01-02T00:00:00.000Z");
        assertThat(entry.text("request", "url")).isEqualTo("https://api.openai.com/v1/x?a=b%20c");
        assertThat(entry.at("request", "queryString")).hasValue(Json.parse("[{\"name\":\"a\",\"value\":\"b c\"}]"));
        assertThat(entry.at("request", "postData"))
                .hasValue(Json.parse("{\"size\":2,\"mimeType\":\"application/json\",\"text\":\"{}\"}"));
        assertThat(entry.at("response", "content"))
                .hasValue(Json.parse("{\"size\":2,\"mimeType\":\"text/plain\",\"text\":\"hi\"}"));
        assertThat(entry.at("timings")).hasValue(Json.parse("{\"send\":0,\"wait\":7,\"receive\":0}"));
    }

    /** The upstream has its API below a path of its own, and clients ask Reprise for the plain one. */
    @Test
    void urlsAreThoseOfTheUpstreamAndAnImportGivesThePathsThatClientsAskFor() throws IOException {
        Exchange exchange = new Exchange(
                Request.post("/v1/chat/completions", "{}"), Response.whole(200, "text/plain", Bytes.utf8("hi")));
        List<Recording> recordings = List.of(
                new Recording(new TestId("a"), "groq", 1, exchange),
                new Recording(new TestId("b"), "api.groq.com", 1, exchange));

        export(recordings);

        for (Path file : SourceFiles.under(directory, file -> true)) {
            Json entry =
                    Json.parse(Files.readString(file)).list("log", "entries").get(0);
            assertThat(entry.text("request", "url")).isEqualTo("https://api.groq.com/openai/v1/chat/completions");
        }
        assertThat(found()).containsExactlyInAnyOrderElementsOf(recordings);
    }
}
