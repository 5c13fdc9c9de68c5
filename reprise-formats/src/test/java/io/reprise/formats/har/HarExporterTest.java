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
import io.reprise.formats.Found;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Somebody has edited it; a recording with it could be written and not read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"code\":1001 | \"code\":5000", "bye | %s"})
    void aCloseFrameThatNobodyCanSendIsNotImported(String before, String after) throws IOException {
        SocketConversation conversation = new SocketConversation(
                List.of(SocketMessage.text(3, Sender.CLIENT, "hi")),
                Optional.of(new SocketConversation.Close(2_000, Sender.UPSTREAM, 1001, "bye")));
        Exchange exchange =
                Exchange.conversation(Request.get("/v1/realtime"), Headers.NONE, conversation, Ending.COMPLETE);
        export(List.of(new Recording(new TestId("a"), "h.example", 1, exchange)));
        Path file = SourceFiles.under(directory, each -> true).get(0);
        String text = Files.readString(file);
        String edited = text.replace(before, after.replace("%s", "é".repeat(62)));
        assertThat(edited).isNotEqualTo(text);
        Files.writeString(file, edited);

        List<Found> found = new ArrayList<>();
        format().open(directory).forEach(found::add);

        assertThat(found)
                .singleElement()
                .isInstanceOfSatisfying(
                        Found.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).contains("_reprise.close"));
    }

    /** Such a path is put behind the host and is no part of it. */
    @Test
    void aPathThatSomebodyHasEditedChangesNoHost() throws IOException {
        Exchange exchange =
                new Exchange(Request.get("/v1/models"), Response.whole(200, "text/plain", Bytes.utf8("hi")));
        export(List.of(new Recording(new TestId("a"), "groq", 1, exchange)));
        Path file = SourceFiles.under(directory, each -> true).get(0);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"path\":\"/v1/models\"", "\"path\":\"v1/models\"")
                        .replace("https://api.groq.com/openai/v1/models", "https://api.groq.com"));

        assertThat(found()).extracting(each -> each.exchange().request().path()).containsExactly("/v1/models");
    }
}
