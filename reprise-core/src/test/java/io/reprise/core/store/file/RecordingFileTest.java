package io.reprise.core.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.store.RandomRecordings;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.stream.Netstrings;
import io.reprise.core.stream.StreamFormats;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
class RecordingFileTest {
    private static final Request QUESTION = Request.post("/v1/chat/completions", "{\"model\":\"m\",\"messages\":[]}");

    @Test
    void keepsTheLengthThatAnAnswerToHeadTells() {
        Request request = new Request("HEAD", "/v1/files/f/content", "", Headers.NONE, Bytes.EMPTY);
        Headers headers = Headers.of("content-length", "5000", "content-encoding", "gzip", "etag", "\"e\"");
        Response response = new Response(200, headers, StreamFormat.WHOLE, List.of(), Ending.COMPLETE);
        Recording recording = new Recording(TestId.NONE, "", 1, new Exchange(request, response));

        Bytes file = RecordingFile.write(recording);

        assertThat(RecordingFile.read(file, "x.json")).isEqualTo(recording);
        assertThat(RecordingFile.members(file, "x.json").unserved()).isEmpty();
    }

    @Test
    void writesAStreamWithOneLinePerChunk() {
        Recording recording = new Recording(
                new TestId("a test"),
                "ollama",
                2,
                new Exchange(
                        QUESTION,
                        stream(
                                Chunk.of(3, "data: {\"id\":\"1\",\"logprob\":-1.0}\n\n"),
                                Chunk.of(9, "event: message_stop\ndata: {\"id\":\"1\"}\n\n"),
                                Chunk.of(12, "data: {\"id\": \"1\"}\n\n"),
                                Chunk.of(12, "data: [DONE]\n\n"))));

        assertThat(RecordingFile.write(recording).toString()).isEqualTo("""
                        {
                          "reprise": 2,
                          "test": "a test",
                          "occurrence": 2,
                          "upstream": "ollama",
                          "request": {
                            "method": "POST",
                            "path": "/v1/chat/completions",
                            "body": {
                              "model": "m",
                              "messages": []
                            }
                          },
                          "response": {
                            "status": 200,
                            "headers": {
                              "content-type": "text/event-stream"
                            },
                            "framing": "sse",
                            "chunks": [
                              {"at": 3, "data": {"id":"1","logprob":-1.0}},
                              {"at": 9, "event": "message_stop", "data": {"id":"1"}},
                              {"at": 12, "layout": "spaced", "data": {"id": "1"}},
                              {"at": 12, "raw": "data: [DONE]\\n\\n"}
                            ]
                          }
                        }
                        """);
    }

    @Test
    void saysTheDayWhereItIsKnown() {
        Recording recording =
                new Recording(TestId.NONE, "", 1, new Exchange(QUESTION, stream(Chunk.of(3, "data: {}\n\n"))));
        Recording dated = recording.on(Optional.of(LocalDate.of(2026, 9, 1)));

        String file = RecordingFile.write(dated).toString();

        assertThat(file)
                .isEqualTo(RecordingFile.write(recording)
                        .toString()
                        .replace("  \"request\": {", "  \"recorded\": \"2026-09-01\",\n  \"request\": {"));
        assertThat(RecordingFile.read(Bytes.utf8(file), "x.json")).isEqualTo(dated);
        assertThat(RecordingFile.members(Bytes.utf8(file), "x.json").unknown()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"2026-02-30\"",
                "\"2026-9-1\"",
                "\"2026-09-01T10:00:00Z\"",
                "\"+999999999-01-01\"",
                "\"yesterday\"",
                "1788220800",
                "null"
            })
    void refusesADayThatIsNone(String value) {
        String file = RecordingFile.write(new Recording(TestId.NONE, "", 1, new Exchange(QUESTION, stream())))
                .toString()
                .replace("  \"request\": {", "  \"recorded\": " + value + ",\n  \"request\": {");

        assertThatThrownBy(() -> RecordingFile.read(Bytes.utf8(file), "x.json"))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("'x.json' cannot be read: its member 'recorded' is ");
    }

    @Test
    void changesOnlyTheDay() {
        String file = RecordingFile.write(
                        new Recording(TestId.NONE, "", 1, new Exchange(QUESTION, stream(Chunk.of(3, "data: {}\n\n")))))
                .toString()
                .replace("{}", "{\"recorded\": \"x\"}");

        String dated = withDay(file, LocalDate.of(2026, 9, 1));

        assertThat(dated).isEqualTo(file.replace("  \"request\"", "  \"recorded\": \"2026-09-01\",\n  \"request\""));
        assertThat(withDay(dated, LocalDate.of(2026, 11, 27))).isEqualTo(dated.replace("2026-09-01", "2026-11-27"));
        assertThat(withDay(file.replace("\n", "\r\n"), LocalDate.of(2026, 9, 1)))
                .isEqualTo(dated.replace("\n", "\r\n"));
        assertThat(RecordingFile.withDay(Bytes.utf8("{}"), LocalDate.of(2026, 9, 1)))
                .isEmpty();
    }

    private static String withDay(String file, LocalDate day) {
        return RecordingFile.withDay(Bytes.utf8(file), day).orElseThrow().toString();
    }

    @Test
    void bringsBackEveryByteOfAResponseAndTheValueOfARequest() {
        long seed = System.nanoTime();
        RandomRecordings recordings = new RandomRecordings(seed);
        for (int i = 0; i < 8_000; i++) {
            Recording written = recordings.next();

            Bytes file = RecordingFile.write(written);
            Recording read = RecordingFile.read(file, "file.json");

            assertSame("seed " + seed + ", recording " + i, read, written);
            assertThat(RecordingFile.write(read))
                    .as("seed %s, recording %s", seed, i)
                    .isEqualTo(file);
        }
    }

    @Test
    void knowsTheJsonOfAResponseAsItsBytesHaveIt() {
        long seed = System.nanoTime();
        RandomRecordings recordings = new RandomRecordings(seed);
        for (int i = 0; i < 5_000; i++) {
            Bytes file = RecordingFile.write(recordings.next());

            ParsedResponse known =
                    RecordingFile.parse(file, "file.json", name -> Bytes.EMPTY).response();

            ParsedResponse parsed = new ParsedResponse(known.response());
            for (int k = 0; k < known.response().chunks().size(); k++) {
                assertThat(known.payloads(k))
                        .as("seed %s, recording %s, chunk %s", seed, i, k)
                        .isEqualTo(parsed.payloads(k));
            }
        }
    }

    @Test
    void readsWhatAnEditorHasLaidOutAgain() {
        long seed = System.nanoTime();
        RandomRecordings recordings = new RandomRecordings(seed);
        for (int i = 0; i < 2_000; i++) {
            Recording written = recordings.next();
            Json file = Json.parse(RecordingFile.write(written).toString());

            for (Layout layout : Layout.values()) {
                Bytes edited = Bytes.utf8("\uFEFF" + file.write(layout).replace("\n", "\r\n"));
                assertSame(
                        "seed " + seed + ", recording " + i + ", " + layout,
                        RecordingFile.read(edited, "file.json"),
                        written);
            }
        }
    }

    @Test
    void keepsAStreamInAFormatThatItIsTold() {
        StreamFormats formats = new StreamFormats(List.of(new Netstrings()));
        StreamFormat format = formats.all().get(0);
        List<Chunk> chunks = List.of(Chunk.of(1, "7:{\"a\":1},"), Chunk.of(2, "0:,"), Chunk.of(3, "007:{\"b\":2},"));
        Response response = new Response(200, Headers.NONE, format, chunks, Ending.COMPLETE);
        Recording recording = new Recording(TestId.NONE, "", 1, new Exchange(Request.get("/"), response));

        Bytes file = RecordingFile.write(recording);
        Bytes edited = Bytes.utf8(file.toString().replace("{\"a\":1}", "{\"a\":10}"));

        assertThat(file.toString()).contains("""
                            "framing": "netstrings",
                            "chunks": [
                              {"at": 1, "data": {"a":1}},
                              {"at": 2, "raw": "0:,"},
                              {"at": 3, "before": "007:", "after": ",", "data": {"b":2}}
                            ]
                        """);
        assertThat(RecordingFile.parse(file, "file.json", formats)
                        .recording()
                        .exchange()
                        .response()
                        .chunks())
                .isEqualTo(chunks);
        assertThat(RecordingFile.parse(edited, "file.json", formats)
                        .recording()
                        .exchange()
                        .response()
                        .chunks()
                        .get(0))
                .isEqualTo(Chunk.of(1, "8:{\"a\":10},"));
    }

    @Test
    void keepsJsonOfAnyDepth() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        Recording written = new Recording(
                TestId.NONE,
                "",
                1,
                new Exchange(QUESTION.withBody(Bytes.utf8(deep)), stream(Chunk.of(0, "data: " + deep + "\n\n"))));

        Bytes file = RecordingFile.write(written);

        assertThat(file.size()).isLessThan(500_000);
        assertThat(RecordingFile.read(file, "file.json")).isEqualTo(written);
    }

    @Test
    void servesWhatWasEdited() {
        String file = RecordingFile.write(new Recording(
                        TestId.NONE, "", 1, new Exchange(QUESTION, stream(Chunk.of(3, "data: {\"a\":1}\n\n")))))
                .toString();

        Bytes edited = Bytes.utf8(file.replace("{\"a\":1}", "{\n \"a\": \"edited\"}"));

        assertThat(RecordingFile.read(edited, "file.json").exchange().response().body())
                .isEqualTo(Bytes.utf8("data: {\"a\":\"edited\"}\n\n"));
    }

    @Test
    void keepsTheLayoutInWhichMostOfAStreamIsWritten() {
        Bytes file = RecordingFile.write(new Recording(
                TestId.NONE,
                "",
                1,
                new Exchange(
                        QUESTION,
                        stream(Chunk.of(0, "data: {\"a\": 1}\n\n"), Chunk.of(0, "data: {\"a\": [1, 2]}\n\n")))));

        assertThat(file.toString())
                .contains("\"layout\": \"spaced\"", "{\"at\": 0, \"data\": {\"a\": [1, 2]}}")
                .doesNotContain("raw");
    }

    @Test
    void keepsNoHeaderThatAJsonBodySaysAlready() {
        for (String type : List.of("application/json", "Application/JSON; charset=UTF-8")) {
            Request request =
                    new Request("POST", "/", "", Headers.of("content-type", type, "x-a", "b"), Bytes.utf8("{}"));

            Bytes file = RecordingFile.write(new Recording(TestId.NONE, "", 1, new Exchange(request, stream())));

            assertThat(RecordingFile.read(file, "f").exchange().request().headers())
                    .isEqualTo(Headers.of("x-a", "b", "content-type", "application/json"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'reprise': 1 | it is not valid JSON: it ends too early at line 1, column 14; correct it, or delete it",
                "'' | the file is empty; correct",
                "[] | it is a list, not an object",
                "{} | it is not a recording: it has no member 'reprise'",
                "{'reprise': 4} | it is of version 4 of the format and this program reads up to version 3; use a newer one",
                "{'reprise': 1} | it has no member 'request'",
                "{'reprise': 1, 'request': 1} | its member 'request' is a number, not an object",
                "{'reprise': 1, 'request': {'method': 'GET', 'path': '/'}} | it has no member 'response'",
                "{'reprise': 1, 'occurrence': 0} | its member 'occurrence' is not a whole number from 1 to 2147483647",
                "{'reprise': 1, 'request': {'method': 'GET', 'path': '/'}, 'response': {'status': 'ok'}}"
                        + " | its member 'response.status' is not a whole number from 200 to 599",
                "{'reprise': 1, 'request': {'method': 'PO ST', 'path': '/'}, 'response': {'status': 200}}"
                        + " | its member 'request.method' is not a method: only ASCII letters",
                "{'reprise': 1, 'request': {'method': '', 'path': '/'}, 'response': {'status': 200}}"
                        + " | its member 'request.method' is not a method: only ASCII letters",
                "{'reprise': 2, 'request': {'method': 'GET', 'path': '/'}, 'response': {'status': 200, 'before': 'xx', 'body': 1}}"
                        + " | its member 'response.before' is not white space",
                "{'reprise': 2, 'request': {'method': 'GET', 'path': '/'}, 'response': {'status': 200, 'after': ' x ', 'body': 1}}"
                        + " | its member 'response.after' is not white space",
                "{'reprise': 1, 'request': {'method': 'GET', 'path': '/'}, 'response': {'status': 102}}"
                        + " | its member 'response.status' is not a whole number from 200 to 599",
                "{'reprise': 1, 'request': {'method': 'GET', 'path': '/'}, 'response': {'status': 200, 'chunks': [{}]}}"
                        + " | its member 'response.chunks[0]' must have one of 'data', 'raw' and 'base64'",
                "{'reprise': 1, 'request': {'method': 'GET', 'path': '/'}, 'response': {'status': 200, 'framing': 'x'}}"
                        + " | its member 'response.framing' is not one of 'whole', 'sse', 'ndjson'",
                "{'reprise': 1, 'request': {'method': 'GET', 'path': '/'}, 'response': {'status': 200, 'base64': '?'}}"
                        + " | its member 'response.base64' is not valid"
            })
    void saysWhatIsWrongAndWhere(String file, String message) {
        assertThatThrownBy(() -> RecordingFile.read(Bytes.utf8(file.replace('\'', '"')), "dir/file.json"))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("'dir/file.json' cannot be read: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x note", "x:", "", "é", "x\\n", "a(b", "x\\u0000"})
    void namesAHeaderThatHttpDoesNotAllow(String name) {
        for (String part : List.of("request", "response")) {
            assertThatThrownBy(() -> RecordingFile.read(fileWithHeader(part, name, "\"a\""), "file.json"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("'file.json' cannot be read: its member '" + part + ".headers."
                            + unescaped(name) + "' has a name that is not a header name");
        }
    }

    /** A name of any length, which fuzz/run found: the message stays one that people can read. */
    @Test
    void namesTheBeginningOfALongName() {
        String longName = "con " + "[".repeat(10_000);
        assertThatThrownBy(() -> RecordingFile.read(fileWithHeader("response", longName, "1"), "file.json"))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("'file.json' cannot be read: its member 'response.headers.con [[")
                .hasMessageContaining("[…'")
                .message()
                .hasSizeLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\nb", "a\\rb", "\\u0000", "a\\r\\n b", "a\\u000bb", "\\u007f"})
    void namesAHeaderWithAValueThatHttpDoesNotAllow(String value) {
        for (String text : List.of("\"" + value + "\"", "[\"fine\", \"" + value + "\"]")) {
            assertThatThrownBy(() -> RecordingFile.read(fileWithHeader("response", "x-note", text), "file.json"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("'file.json' cannot be read: its member 'response.headers.x-note")
                    .hasMessageContaining("control character");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/\u0001json", "a\nb", "\u007f"})
    void writesNoFileThatItCouldNotRead(String value) {
        Exchange exchange = new Exchange(
                new Request("POST", "/v1/x", "", Headers.of("content-type", value), Bytes.utf8("{}")),
                Response.whole(200, "application/json", Bytes.utf8("{}")));
        Recording recording = new Recording(TestId.NONE, "", 1, exchange);

        assertThatThrownBy(() -> RecordingFile.write(recording))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        "the header 'content-type' of the request is not valid in HTTP (RFC 9110, 5), so that it cannot be kept");
    }

    @Test
    void servesNoFieldThatSpeaksOfTheConnection() {
        Bytes file = Bytes.utf8("{\"reprise\": 1, \"request\": {\"method\": \"GET\", \"path\": \"/\"}, \"response\":"
                + " {\"status\": 200, \"headers\": {\"content-length\": \"99\", \"connection\": \"x-hop\", \"x-hop\": \"1\","
                + " \"transfer-encoding\": \"chunked\", \"x-note\": \"a\\tb\"}, \"raw\": \"text\"}}");

        assertThat(RecordingFile.read(file, "file.json").exchange().response().headers())
                .isEqualTo(Headers.of("x-note", "a\tb"));
    }

    private static Bytes fileWithHeader(String part, String name, String value) {
        String headers = ", \"headers\": {\"" + name + "\": " + value + "}";
        return Bytes.utf8("{\"reprise\": 1, \"request\": {\"method\": \"GET\", \"path\": \"/\""
                + (part.equals("request") ? headers : "") + "}, \"response\": {\"status\": 200"
                + (part.equals("response") ? headers : "") + "}}");
    }

    private static String unescaped(String name) {
        return name.replace("\\n", "\n").replace("\\u0000", "\0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[{\"b64_json\":\"%s\"}],\"n\":1}",
                " {\"data\": [{\"b64_json\": \"%s\"}], \"é\": \"😀\"   }\n",
                "{\n  \"b64_json\": \"%s\"\n}\n\n",
                "{\"b64\":\"\\/%s\\u00e9\"}",
                "no json: €%s\n"
            })
    void bringsBackEveryByteOfALargeBody(String pattern) {
        String body = pattern.replace("%s", "0123456789abcdef".repeat(1 << 17));
        Response response = Response.whole(200, "application/json", Bytes.utf8(body));
        Request request = new Request("POST", "/v1/images/generations", "", Headers.NONE, Bytes.EMPTY);
        Recording written = new Recording(TestId.NONE, "", 1, new Exchange(request, response));

        Recording read = RecordingFile.read(RecordingFile.write(written), "file.json");

        assertThat(read.exchange().response().body().equals(Bytes.utf8(body))).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAFileCutAnywhere() {
        byte[] file = RecordingFile.write(new RandomRecordings(1).next()).toArray();
        for (int length = 0; length < file.length - 2; length++) {
            Bytes cut = Bytes.copyOf(java.util.Arrays.copyOf(file, length));

            assertThatThrownBy(() -> RecordingFile.read(cut, "file.json")).isInstanceOf(StoreException.class);
        }
    }

    private static Response stream(Chunk... chunks) {
        return new Response(
                200,
                Headers.of("content-type", "text/event-stream"),
                StreamFormats.SSE,
                List.of(chunks),
                Ending.COMPLETE);
    }

    private static void assertSame(String description, Recording read, Recording written) {
        assertThat(read.exchange().response())
                .as(description)
                .isEqualTo(written.exchange().response());
        assertThat(read.test()).as(description).isEqualTo(written.test());
        assertThat(read.upstream()).as(description).isEqualTo(written.upstream());
        assertThat(read.occurrence()).as(description).isEqualTo(written.occurrence());
        Request request = read.exchange().request();
        Request original = written.exchange().request();
        assertThat(value(request.body())).as(description).isEqualTo(value(original.body()));
        assertThat(request.withBody(Bytes.EMPTY))
                .as(description)
                .usingRecursiveComparison()
                .ignoringFields("headers")
                .isEqualTo(original.withBody(Bytes.EMPTY));
    }

    private static Object value(Bytes body) {
        return Json.tryParse(body).<Object>map(json -> json).orElse(body);
    }
}
