package io.reprise.core.store.file.spelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.PlainChunk.Field;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.RandomJson;
import io.reprise.core.json.RandomSpellings;
import io.reprise.core.json.Spelling;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the dialect of a stream and the spelling of its JSON: a chunk with JSON is a line with this JSON. */
class DialectsTest {
    private static final int ROUNDS = 3_000;
    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");
    private static final List<List<String>> EVENTS = List.of(
            List.of("data: "),
            List.of("data:"),
            List.of("event: ", "data: "),
            List.of("event:", "data:"),
            List.of("data: ", "event: "),
            List.of("id: ", "event: ", "data: "),
            List.of("id:", "event:", ":", "data:"),
            List.of("retry: ", "data: "),
            List.of(": ", "data: "),
            List.of("x: ", "event: ", "data:"));

    @Test
    void everyDialectComesBackAndIsReadable() {
        long seed = System.nanoTime();
        for (long round = seed; round < seed + ROUNDS; round++) {
            Response response = new RandomStream(round).next();

            Json written = written(response, "seed " + round);

            assertThat(written.get("chunks").orElseThrow().items())
                    .as("seed %d", round)
                    .allMatch(line -> line.get("data").isPresent());
        }
    }

    @Test
    void everySpellingOfABodyComesBackAndIsReadable() {
        long seed = System.nanoTime();
        RandomSpellings spellings = new RandomSpellings(seed);
        RandomJson values = new RandomJson(seed);
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String before = List.of("", "", "\n  \n").get(random.nextInt(3));
            String after = List.of("", "\n", "\r\n", " ").get(random.nextInt(4));
            Bytes body = Bytes.utf8(before + values.value(4).write(spellings.next()) + after);

            Json written = written(Response.whole(200, "application/json", body), "seed " + seed + ", round " + i);

            assertThat(written.get("body"))
                    .as("seed %d, round %d, %s", seed, i, body)
                    .isPresent();
        }
    }

    /** Also where no layout has it, and within the lines of events. */
    @Test
    void whateverWhiteSpaceJsonHasComesBack() {
        long seed = System.nanoTime();
        RandomSpellings spellings = new RandomSpellings(seed);
        RandomJson values = new RandomJson(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String description = "seed " + seed + ", round " + i;
            Spelling spelling = spellings.nextOfAnySpace();
            Bytes body = Bytes.utf8(values.value(4).write(spelling));

            written(Response.whole(200, "application/json", body), description);
            written(
                    new Response(
                            200,
                            Headers.NONE,
                            StreamFormats.SSE,
                            List.of(event(values, spelling), event(values, spelling)),
                            Ending.COMPLETE),
                    description);
            written(request(body), description);
        }
    }

    private static void written(Request request, String description) {
        Bytes file = RecordingFile.write(new Recording(
                TestId.NONE, "", 1, new Exchange(request, Response.whole(200, "text/plain", Bytes.utf8("hi")))));
        Request read = RecordingFile.read(file, "file.json").exchange().request();
        assertThat(Json.parse(read.body().toString()))
                .as("%s: %s", description, file)
                .isEqualTo(Json.parse(request.body().toString()));
    }

    private static Request request(Bytes body) {
        return Request.post("/v1/chat/completions", body.toString());
    }

    private static Chunk event(RandomJson values, Spelling spelling) {
        return new Chunk(0, Bytes.utf8(values.value(3).write(spelling).replaceAll("(?m)^", "data: ") + "\n\n"));
    }

    /** A stream of one dialect, with some chunks in another. */
    private static final class RandomStream {
        private final Random random;
        private final RandomJson values;
        private final RandomSpellings spellings;

        RandomStream(long seed) {
            random = new Random(seed);
            values = new RandomJson(seed);
            spellings = new RandomSpellings(seed);
        }

        Response next() {
            StreamFormat format = List.of(
                            StreamFormats.SSE,
                            StreamFormats.NDJSON,
                            StreamFormats.JSON_ARRAY,
                            StreamFormats.EVENT_STREAM)
                    .get(random.nextInt(4));
            Dialect most = new Dialect();
            List<Chunk> chunks = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                Dialect dialect = random.nextInt(6) == 0 ? new Dialect() : most;
                chunks.add(new Chunk(0, dialect.chunk(format, chunks.size())));
            }
            return new Response(200, Headers.NONE, format, chunks, Ending.COMPLETE);
        }

        private final class Dialect {
            private final String lineEnd = LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
            private final List<String> prefixes = EVENTS.get(random.nextInt(EVENTS.size()));
            private final Spelling spelling = spellings.next();
            private final String separator =
                    List.of(",", ", ", "\n,\r\n", ",\n  ").get(random.nextInt(4));
            private final boolean isPadded =
                    random.nextInt(4) == 0 && spelling.whiteSpace().lines().isNone();

            Bytes chunk(StreamFormat format, int index) {
                if (format.equals(StreamFormats.SSE)) {
                    return Bytes.utf8(event(json()));
                }
                if (format.equals(StreamFormats.NDJSON)) {
                    boolean isOneLine = spelling.whiteSpace().lines().isNone();
                    String json = isOneLine ? json() : values.value(3).write(Spelling.SPACED);
                    return Bytes.utf8(json + (lineEnd.equals("\r") ? "" : lineEnd));
                }
                if (format.equals(StreamFormats.JSON_ARRAY)) {
                    return Bytes.utf8((index == 0 ? "[" + separator.substring(1) : separator) + json());
                }
                List<Field> headers = List.of(
                        Field.text(":message-type", "event"),
                        Field.text(":event-type", "x"),
                        new Field("count", "integer", "-7"));
                PlainChunk plain = random.nextBoolean()
                        ? PlainChunk.of("chunk", json())
                        : new PlainChunk(Optional.empty(), headers, json());
                return format.chunk(plain, io.reprise.core.exchange.Dialect.USUAL, index);
            }

            private String json() {
                Json value = values.value(3);
                String json = value.write(spelling);
                boolean hasBrackets = json.endsWith("}") || json.endsWith("]");
                int padding = isPadded && hasBrackets && !value.members().isEmpty() ? random.nextInt(20) : 0;
                return SpelledJson.write(value, spelling, padding);
            }

            private String event(String json) {
                StringBuilder event = new StringBuilder();
                for (String prefix : prefixes) {
                    if (prefix.startsWith("data")) {
                        json.replace("\r\n", "\n")
                                .lines()
                                .forEach(line ->
                                        event.append(prefix).append(line).append(lineEnd));
                    } else if (random.nextInt(4) > 0) {
                        event.append(prefix).append("7").append(lineEnd);
                    }
                }
                return event.append(lineEnd).toString();
            }
        }
    }

    private static Json written(Response response, String description) {
        Bytes file = file(response);
        Response read = RecordingFile.read(file, "file.json").exchange().response();
        assertThat(read).as("%s: %s", description, file).isEqualTo(response);
        return Json.parse(file.toString()).get("response").orElseThrow();
    }

    private static Bytes file(Response response) {
        return RecordingFile.write(new Recording(TestId.NONE, "", 1, new Exchange(Request.get("/"), response)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: {\"a\": 1,\"b\": 2}~^~^     | {\"at\": 0, \"data\": {\"a\":1,\"b\":2}}",
                "data: {\"a\":{}   }^^             | {\"at\": 0, \"pad\": 3, \"data\": {\"a\":{}}}",
                "data: {\"a\":\"\\u003cb\\/\"}^^   | {\"at\": 0, \"data\": {\"a\":\"<b/\"}}",
                "data: {\"a\":1}^event: x^^        | {\"at\": 0, \"event\": \"x\", \"data\": {\"a\":1}}",
                "id:1^event:x^:c^data:[]^^         | {\"at\": 0, \"event\": \"x\", \"fields\": {\"id\":\"1\",\":\":\"c\"}, \"data\": []}",
                "data: {^data:   \"a\": 1^data: }^^ | {\"at\": 0, \"data\": {\"a\":1}}",
                ": a^: b^data: {}^^                | {\"at\": 0, \"before\": \": a\\n: b\\ndata: \", \"after\": \"\\n\\n\", \"data\": {}}",
                "data:  {} ^^                      | {\"at\": 0, \"before\": \"data:  \", \"after\": \" \\n\\n\", \"data\": {}}",
                "data: [DONE]~^~^                  | {\"at\": 0, \"raw\": \"data: [DONE]\\r\\n\\r\\n\"}",
            })
    void writesAnEventAsItsJson(String event, String line) {
        Response response = new Response(
                200,
                Headers.NONE,
                StreamFormats.SSE,
                List.of(Chunk.of(0, event.replace('^', '\n').replace('~', '\r'))),
                Ending.COMPLETE);

        assertThat(file(response).toString()).contains("      " + line + "\n");
        written(response, line);
    }

    @Test
    void namesWhatMostChunksHaveOnlyOnce() {
        Response response = new Response(
                200,
                Headers.NONE,
                StreamFormats.SSE,
                List.of(
                        Chunk.of(1, "data: {\"a\": 1,\"b\": \"\\u003c\"}\r\n\r\n"),
                        Chunk.of(2, "data: {\"a\": 1,\"b\": 2}\r\n\r\n"),
                        Chunk.of(3, "event: x\ndata: {\"a\": 1, \"b\": 2}\n\n"),
                        Chunk.of(4, "data: {\"a\": 1}\r\n\r\n")),
                Ending.COMPLETE);

        assertThat(file(response).toString())
                .startsWith("{\n  \"reprise\": 2,\n")
                .contains("""
                    "framing": "sse",
                    "dialect": {
                      "line-end": "\\r\\n"
                    },
                    "layout": {
                      "colon": ": ",
                      "escapes": "\\\\u003c"
                    },
                    "chunks": [
                      {"at": 1, "data": {"a":1,"b":"<"}},
                      {"at": 2, "data": {"a":1,"b":2}},
                      {"at": 3, "event": "x", "dialect": {}, "layout": "spaced", "data": {"a": 1, "b": 2}},
                      {"at": 4, "data": {"a":1}}
                    ]
                """);
    }

    @Test
    void showsFramesWithTheirHeaders() {
        StreamFormat frames = StreamFormats.EVENT_STREAM;
        List<Field> exception = List.of(
                Field.text(":exception-type", "throttlingException"),
                Field.text(":content-type", "application/json"),
                Field.text(":message-type", "exception"));
        List<Bytes> chunks = List.of(
                frames.chunk(PlainChunk.of("chunk", "{\"bytes\":{\"type\":\"ping\"},\"p\":\"ab\"}"), 0),
                frames.error(PlainChunk.of("throttlingException", "{\"message\":\"slow\"}"), 1),
                frames.chunk(PlainChunk.of("end", ""), 2),
                Bytes.utf8("\0\0\0\1"));

        Response response = new Response(
                200,
                Headers.NONE,
                frames,
                chunks.stream().map(chunk -> new Chunk(0, chunk)).toList(),
                Ending.CUT);

        assertThat(chunks.get(1))
                .isEqualTo(frames.chunk(
                        new PlainChunk(Optional.empty(), exception, "{\"message\":\"slow\"}"),
                        io.reprise.core.exchange.Dialect.USUAL,
                        1));
        assertThat(file(response).toString()).contains("""
                    "framing": "event-stream",
                    "ending": "cut",
                    "chunks": [
                      {"at": 0, "event": "chunk", "data": {"bytes":{"type":"ping"},"p":"ab"}},
                      {"at": 0, "fields": {":exception-type":"throttlingException",":content-type":"application/json",\
                ":message-type":"exception"}, "data": {"message":"slow"}},
                      {"at": 0, "event": "end", "text": ""},
                      {"at": 0, "base64": "AAAAAQ=="}
                    ]
                """);
        written(response, "frames");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'dialect': {'line-end': 'x'}, 'chunks': [{'data': 1}] | response.chunks[0]' is not valid: 'x' is no 'line-end'",
                "'dialect': {'ends': 'x'}, 'chunks': [{'data': 1}] | response.chunks[0]' is not valid: 'sse' has no dialect with 'ends'",
                "'dialect': {'fields': 'x'}, 'chunks': [{'data': 1}] | response.chunks[0]' is not valid: 'x' does not name the fields",
                "'chunks': [{'fields': {'id': '1'}, 'data': 1}] | response.chunks[0]' is not valid: 'id' is not among the fields",
                "'chunks': [{'event': 'a\\nb', 'data': 1}] | response.chunks[0]' has an 'event' that no chunk of 'sse' can have",
                "'layout': {'colon': '='}, 'chunks': [] | response.layout.colon' is not a 'colon' of a layout",
                "'layout': {'tabs': 1}, 'chunks': [] | response.layout.tabs' is not known",
                "'layout': {'escapes': 'x'}, 'chunks': [] | response.layout.escapes' is not valid: 'x' is not an escape",
                "'chunks': [{'text': 'a', 'data': 1}] | response.chunks[0]' must have one of",
            })
    void saysWhatIsWrongWithADialect(String members, String message) {
        String file = "{'reprise': 2, 'request': {'method': 'GET', 'path': '/'},"
                + " 'response': {'status': 200, 'framing': 'sse', " + members + "}}";

        assertThatThrownBy(() -> RecordingFile.read(Bytes.utf8(file.replace('\'', '"')), "file.json"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("its member '" + message);
    }
}
