package io.reprise.core.store.directory;

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
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.directory.name.TestDirectory;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.core.stream.StreamFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of docs/format.md are what is written. */
class FormatPageTest {
    private static final Path PAGE = Path.of("../docs/format.md");
    private static final Request JOKE = Request.post(
            "/v1/chat/completions",
            "{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"user\",\"content\":\"tell me a joke\"}],\"stream\":true}");

    @Test
    void showsTheRecordingOfAStream() throws IOException {
        Response response = new Response(
                200,
                Headers.of("Content-Type", "text/event-stream"),
                StreamFormats.SSE,
                List.of(
                        event(212, "\"A\"},\"finish_reason\":null"),
                        event(233, "\" man\"},\"finish_reason\":\"stop\""),
                        Chunk.of(233, "data: [DONE]\n\n")),
                Ending.COMPLETE);

        assertIsExample(
                "stream",
                new Recording(
                        new TestId("tests/test_jokes.py::test_tells"), "ollama", 1, new Exchange(JOKE, response)));
    }

    @Test
    void showsTheRecordingOfAStreamInADialect() throws IOException {
        Response response = new Response(
                200,
                Headers.of("Content-Type", "text/event-stream"),
                StreamFormats.SSE,
                List.of(
                        Chunk.of(90, "id: 1\r\ndata: {\"text\": \"1 \\u003c\",\"n\": 1}\r\n\r\n"),
                        Chunk.of(120, "id: 2\r\ndata: {\"text\": \" 2\",\"n\": 2   }\r\n\r\n"),
                        Chunk.of(120, "event:end\ndata:{\"n\":3}\n\n")),
                Ending.COMPLETE);

        assertIsExample("dialect", new Recording(TestId.NONE, "", 1, new Exchange(Request.get("/count"), response)));
    }

    @Test
    void showsTheRecordingOfAnAnswerThatIsNoStream() throws IOException {
        Request request = new Request(
                "POST",
                "/v1/audio/speech",
                "api-version=1",
                Headers.of("content-type", "text/plain"),
                Bytes.utf8("two\nlines"));
        Bytes body = Bytes.utf8("""
                {
                  "error": {
                    "message": "no such voice",
                    "code": null
                  },
                  "scores": [
                    0.10,
                    1.0,
                    2e3
                  ]
                }
                """);
        Response response = new Response(
                400,
                Headers.of("content-type", "application/json", "x-warning", "one", "x-warning", "two"),
                StreamFormat.WHOLE,
                List.of(new Chunk(31, body)),
                Ending.COMPLETE);

        assertIsExample("whole", new Recording(TestId.NONE, "", 2, new Exchange(request, response)));
    }

    @Test
    void showsPartsOfWhichOneHasAFile() throws IOException {
        byte[] sound = new byte[70_000];
        Arrays.fill(sound, (byte) 0xff);
        Bytes form = Bytes.concat(List.of(
                Bytes.utf8("--B\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n"
                        + "--B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n"
                        + "content-type: audio/mpeg\r\n\r\n"),
                Bytes.owning(sound),
                Bytes.utf8("\r\n--B--\r\n")));
        Headers type = Headers.of("content-type", "multipart/form-data; boundary=B");
        Request request = new Request("POST", "/v1/audio/transcriptions", "", type, form);
        Response response = new Response(
                200,
                Headers.of("content-type", "application/json"),
                StreamFormat.WHOLE,
                List.of(Chunk.of(800, "{\"text\":\"Hello.\"}")),
                Ending.COMPLETE);
        Recording recording = new Recording(TestId.NONE, "", 1, new Exchange(request, response));

        RecordingFile.Written written = RecordingFile.write(
                recording, ApiFamilies.parse(request), "openai-transcription-whisper-1-a.mp3-5db8cedee7bc");

        assertThat(written.text().toString()).isEqualTo(example("upload"));
        assertThat(RecordingFile.parse(
                                written.text(),
                                "upload",
                                name -> written.bodies().get(0).content())
                        .recording())
                .isEqualTo(recording);
    }

    @Test
    void showsADay() throws IOException {
        Response response = Response.whole(200, "text/plain", Bytes.utf8("pong"));

        assertIsExample(
                "day",
                new Recording(
                        new TestId("ping"),
                        "",
                        1,
                        new Exchange(Request.get("/ping"), response),
                        Optional.of(LocalDate.of(2026, 11, 27))));
    }

    @Test
    void showsAConversation() throws IOException {
        Request handshake = new Request("GET", "/v1/realtime", "model=gpt-realtime", Headers.NONE, Bytes.EMPTY);
        Bytes usage = Bytes.utf8("{\"usageMetadata\":{\"totalTokenCount\":12}}");
        SocketConversation conversation = new SocketConversation(
                List.of(
                        upstream(180, "{\"type\":\"session.created\",\"session\":{\"id\":\"sess_1\"}}"),
                        SocketMessage.text(
                                184,
                                Sender.CLIENT,
                                "{\"type\":\"response.create\",\"response\":{\"instructions\":\"Say hello.\"}}"),
                        upstream(402, "{\"type\":\"response.output_text.delta\",\"delta\":\"Hello.\"}"),
                        upstream(405, "{\"type\": \"response.done\"}"),
                        new SocketMessage(450, Sender.UPSTREAM, true, usage),
                        new SocketMessage(
                                460, Sender.UPSTREAM, true, Bytes.owning(new byte[] {0, 1, (byte) 0xff, (byte) 0x80}))),
                Optional.of(new SocketConversation.Close(470, Sender.CLIENT, 1000, "")));
        Headers accepted = Headers.of(
                "Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Protocol", "realtime");

        assertIsExample(
                "conversation",
                new Recording(
                        new TestId("tests/test_voice.py::test_greets"),
                        "",
                        1,
                        Exchange.conversation(handshake, accepted, conversation)));
    }

    private static SocketMessage upstream(long at, String text) {
        return SocketMessage.text(at, Sender.UPSTREAM, text);
    }

    @Test
    void showsWhereRecordingsLie() throws IOException {
        TestId test = new TestId("tests/test_x.py::test_a[gpt-4]");
        Question joke = KeyRules.NONE.question(JOKE, TestId.NONE);
        Question models = KeyRules.NONE.question(Request.get("/v1/models"), TestId.NONE);
        RecordingPaths places = new RecordingPaths(Path.of("/"));

        assertThat(Files.readString(PAGE))
                .contains(
                        "  " + places.location(place(places, joke, 1)) + " ",
                        "  " + places.location(place(places, joke, 2)) + " ",
                        "  " + TestDirectory.of(test) + "/",
                        "the test '" + test + "'",
                        "  " + places.location(place(places, models, 1)) + " ");
    }

    private static Path place(RecordingPaths places, Question question, int occurrence) {
        Response response = Response.whole(200, "", Bytes.EMPTY);
        return places.placeOf(
                new Recording(TestId.NONE, "ollama", occurrence, new Exchange(question.request(), response)),
                question,
                Optional.empty());
    }

    private static Chunk event(long at, String rest) {
        return Chunk.of(
                at,
                "data: {\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":" + rest + "}]}\n\n");
    }

    private static void assertIsExample(String name, Recording recording) throws IOException {
        assertThat(RecordingFile.write(recording).toString()).isEqualTo(example(name));
        assertThat(RecordingFile.read(RecordingFile.write(recording), name)).isEqualTo(recording);
    }

    private static String example(String name) throws IOException {
        String page = Files.readString(PAGE);
        String start = "<!-- example: " + name + " -->\n```json\n";
        int from = page.indexOf(start) + start.length();
        return page.substring(from, page.indexOf("```", from));
    }
}
