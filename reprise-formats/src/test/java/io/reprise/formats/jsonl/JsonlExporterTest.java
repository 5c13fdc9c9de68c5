package io.reprise.formats.jsonl;

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
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.store.Recording;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.formats.ExporterContract;
import io.reprise.formats.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonlExporterTest extends ExporterContract {
    @Override
    protected Format format() {
        return new JsonlFormat();
    }

    @Override
    protected Exchange any(Random random, int number) {
        Exchange exchange = switch (random.nextInt(5)) {
            case 0 -> socket(random, number);
            case 1 -> stream(random, number);
            case 2 -> spelled(random, number);
            default -> whole(random, number);
        };
        return asStored(exchange);
    }

    /** Of a request, a store keeps the value. */
    private static Exchange asStored(Exchange exchange) {
        Bytes text = RecordingFile.write(new Recording(TestId.NONE, "", 1, exchange));
        return RecordingFile.read(text, "a.json").exchange();
    }

    private static Exchange socket(Random random, int number) {
        List<SocketMessage> messages = List.of(
                SocketMessage.text(3, Sender.CLIENT, "{\"a\": \"ä\"}"),
                new SocketMessage(1_234, Sender.UPSTREAM, true, bytes(random)));
        return Exchange.conversation(
                new Request("GET", "/v1/realtime", "n=" + number, Headers.NONE, Bytes.EMPTY),
                Headers.of("sec-websocket-protocol", "realtime"),
                new SocketConversation(messages, Optional.empty()),
                Ending.COMPLETE);
    }

    /** A body in a layout of its own, perhaps larger than what has a file of its own in a store. */
    private static Exchange spelled(Random random, int number) {
        byte[] large = new byte[random.nextBoolean() ? 100 : 70_000];
        random.nextBytes(large);
        Bytes body = random.nextBoolean()
                ? Bytes.owning(large)
                : Bytes.utf8("{\n  \"a\" : [1.0, 1e3],\n  \"ä\": \"\\u00e4\"\n}\n");
        return new Exchange(
                Request.post("/v1/x", "{\"n\": " + number + "}"),
                new Response(
                        200,
                        Headers.of("content-type", "application/json"),
                        StreamFormat.WHOLE,
                        List.of(new Chunk(7, body)),
                        Ending.COMPLETE));
    }

    @Test
    void otherProgramsFindRequestsAndAnswersOnEachLine() throws IOException {
        Exchange exchange = new Exchange(
                Request.post("/v1/chat/completions", "{\"model\":\"m\"}"),
                Response.whole(200, "application/json", Bytes.utf8("{\n  \"id\": \"c\"\n}")));

        export(List.of(
                new Recording(new TestId("suite"), "openai", 1, exchange),
                new Recording(TestId.NONE, "openai", 1, exchange)));

        List<String> lines = Files.readAllLines(directory.resolve("suite.jsonl"));
        assertThat(lines).hasSize(1);
        Json line = Json.parse(lines.get(0));
        assertThat(line.text("test")).isEqualTo("suite");
        assertThat(line.text("upstream")).isEqualTo("openai");
        assertThat(line.at("request"))
                .hasValue(Json.parse(
                        "{\"method\":\"POST\",\"path\":\"/v1/chat/completions\",\"body\":{\"model\":\"m\"}}"));
        assertThat(line.at("response", "status")).hasValue(Json.parse("200"));
        assertThat(line.at("response", "body")).hasValue(Json.parse("{\"id\":\"c\"}"));
        assertThat(directory.resolve("no-test.jsonl")).exists();
    }
}
