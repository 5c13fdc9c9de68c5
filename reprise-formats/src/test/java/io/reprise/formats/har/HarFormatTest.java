package io.reprise.formats.har;

import static io.reprise.formats.FoundFiles.recording;
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
import io.reprise.core.store.Recording;
import io.reprise.core.stream.StreamFormats;
import io.reprise.formats.Found;
import io.reprise.formats.FoundFiles;
import io.reprise.formats.Loss;
import io.reprise.formats.RecordedAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HarFormatTest {
    private static final String ASKED =
            "{'method': 'POST', 'url': 'https://api.openai.com/v1/x?a=b#f', 'headers': [{'name': ':path', 'value': '/v1/x'},"
                    + " {'name': 'Content-Type', 'value': 'application/json'}], 'bodySize': 2,"
                    + " 'postData': {'mimeType': 'application/json', 'text': '{}'}}";

    @TempDir
    Path directory;

    private static final String MESSAGES =
            "'_webSocketMessages': [{'type': 'send', 'time': 1735787045.778, 'opcode': 1, 'data': 'hi'},"
                    + "{'type': 'receive', 'time': 1735787045.9, 'opcode': 2, 'data': 'AP8='}], ";

    @Test
    void readsAnExchangeWithItsTestUpstreamDayAndTime() throws IOException {
        har("sub/a.har", entry("'size': 8, 'mimeType': 'application/json', 'text': '{\\'a\\':1}\\n'"));

        assertThat(found())
                .containsExactly(new Found.Converted(
                        "sub/a.har#1",
                        new Recording(
                                new TestId("sub/a"),
                                "api.openai.com",
                                1,
                                new Exchange(
                                        new Request(
                                                "POST",
                                                "/v1/x",
                                                "a=b",
                                                Headers.of("content-type", "application/json"),
                                                Bytes.utf8("{}")),
                                        new Response(
                                                200,
                                                Headers.of("content-type", "application/json", "x-a", "1", "x-a", "2"),
                                                io.reprise.core.exchange.StreamFormat.WHOLE,
                                                List.of(Chunk.of(28, "{\"a\":1}\n")),
                                                Ending.COMPLETE)),
                                Optional.of(LocalDate.of(2025, 1, 2))),
                        List.of()));
    }

    @Test
    void aFileAloneBelongsToAllTests() throws IOException {
        har("a.har", entry("'size': 2, 'text': '{}'"));

        assertThat(recording(found(directory.resolve("a.har")).get(0)).test()).isEqualTo(TestId.NONE);
    }

    @Test
    void cutsAStreamIntoChunksOfItsFamilyWithoutTimes() throws IOException {
        har("a.har", chat("'size': 29, 'text': 'data: {\\'a\\':1}\\n\\ndata: [DONE]\\n\\n'"));

        Found.Converted found = (Found.Converted) found().get(0);

        Response response = found.recording().exchange().response();
        assertThat(response.format()).isEqualTo(StreamFormats.SSE);
        assertThat(response.chunks())
                .containsExactly(Chunk.of(0, "data: {\"a\":1}\n\n"), Chunk.of(0, "data: [DONE]\n\n"));
        assertThat(found.losses()).containsExactly(RecordedAnswer.TIMES);
    }

    @Test
    void ordersEntriesByTheirTimes() throws IOException {
        har(
                "a.har",
                entry("'text': '2'").replace("2025-01-02T03:04:05.678Z", "2025-01-02T05:04:06+02:00"),
                entry("'text': '1'"),
                entry("'text': '3'").replace("2025-01-02T03:04:05.678Z", "2025-01-02T03:04:06.001Z"));

        assertThat(found().stream().map(Found::origin)).containsExactly("a.har#2", "a.har#1", "a.har#3");
    }

    @Test
    void keepsTheOrderOfTheFileWhereATimeIsMissing() throws IOException {
        har("a.har", entry("'text': '1'"), entry("'text': '2'").replace("2025-01-02T03:04:05.678Z", "yesterday"));

        assertThat(found().stream().map(Found::origin)).containsExactly("a.har#1", "a.har#2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'size': 5, 'text': 'AGFi/w==', 'encoding': 'base64', 'compression': -1 | 00 61 62 ff",
                "'size': 2, 'mimeType': 'text/plain; charset=ISO-8859-1', 'text': '\\u00e4\\u00f6' | e4 f6",
                "'size': 3, 'text': 'a\\udcff\\udc80' | 61 ff 80",
                "'size': 3, 'mimeType': 'text/plain; charset=nonsense', 'text': '\\u20ac' | e2 82 ac",
                "'size': 3, 'mimeType': 'text/plain; charset=US-ASCII', 'text': '\\u20ac' | e2 82 ac",
                "'size': 20, 'compression': -18, 'text': '{}' | 7b 7d",
                "'size': 0, 'text': '' | ``",
                "'size': 0 | ``",
            })
    void readsBodiesByteForByte(String content, String expected) throws IOException {
        har("a.har", entry(content));

        byte[] body = recording(found().get(0)).exchange().response().body().toArray();

        assertThat(body)
                .isEqualTo(
                        expected.isEmpty()
                                ? new byte[0]
                                : java.util.HexFormat.ofDelimiter(" ").parseHex(expected));
    }

    @Test
    void takesACodingOffThatIsThereAndForgetsOneThatIsNot() throws IOException {
        String gzip = Base64.getEncoder().encodeToString(gzip("hello"));
        har(
                "a.har",
                entry("'text': '" + gzip + "', 'encoding': 'base64'")
                        .replace("'name': 'X-A', 'value': '1\\n2'", "'name': 'Content-Encoding', 'value': 'gzip'"),
                entry("'text': 'hello'")
                        .replace("'name': 'X-A', 'value': '1\\n2'", "'name': 'Content-Encoding', 'value': 'gzip'"));

        for (Found found : found()) {
            Response response = recording(found).exchange().response();
            assertThat(response.body()).isEqualTo(Bytes.utf8("hello"));
            assertThat(response.headers()).isEqualTo(Headers.of("content-type", "application/json"));
        }
    }

    @Test
    void aTextIsNeverDecodedAgain() throws IOException {
        har( // one byte that is an empty body in brotli
                "a.har",
                entry("'text': '\\u0006'")
                        .replace("'name': 'X-A', 'value': '1\\n2'", "'name': 'Content-Encoding', 'value': 'br'"));

        assertThat(recording(found().get(0)).exchange().response().body()).isEqualTo(Bytes.utf8("\u0006"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'status': 200|'status': 0|there was no response: its status is 0",
                "'status': 200|'status': 304|its response is in the cache of the client: its status is 304",
                "'size': 2, 'text': '{}'|'size': 2|its body is not in the file: content has no text",
                "'size': 2|'size': 3|not all of its body is in the file: content.size is larger than what it has",
                "https://|chrome-extension://|it is no request to a server over HTTP",
                "'method': 'POST'|'method': 'CONNECT'|it is no request to a server over HTTP",
                "'status': 200|'status': 101|the messages of its WebSocket conversation are not in the file",
                "'text': '{}'}},|'comment': 'too long'}},|the body of its request is not in the file",
                "'status': 200|'_error': 'net::ERR_FAILED', 'status': 500|``",
                "'size': 2, 'text': '{}'|'size': 1, 'text': '{'}, '_error': 'net::ERR_ABORTED', 'x': {|the connection failed while its response arrived",
            })
    void leavesOutWhatCannotBeReplayedAndSaysWhy(String part, String changed, String reason) throws IOException {
        String entry = entry("'size': 2, 'text': '{}'");
        assertThat(entry).contains(part);
        har("a.har", entry.replace(part, changed), entry);

        List<Found> found = found();

        assertThat(found).hasSize(2);
        assertThat(found.get(1)).isInstanceOf(Found.Converted.class);
        if (reason.isEmpty()) {
            assertThat(found.get(0)).isInstanceOf(Found.Converted.class);
        } else {
            assertThat(found.get(0)).isEqualTo(new Found.LeftOut("a.har#1", reason));
        }
    }

    @Test
    void leavesPreflightsOut() throws IOException {
        har(
                "a.har",
                entry("'size': 0")
                        .replace("'method': 'POST'", "'method': 'OPTIONS'")
                        .replace(":path", "Access-Control-Request-Method"));

        assertThat(found())
                .containsExactly(
                        new Found.LeftOut("a.har#1", "it is a preflight of a browser, which Reprise answers itself"));
    }

    @Test
    void spellsAFormThatTheFileHasOnlyAsItsMembers() throws IOException {
        har(
                "a.har",
                entry("'text': ''")
                        .replace(
                                "'application/json', 'text': '{}'",
                                "'application/x-www-form-urlencoded', 'params': [{'name': 'a b', 'value': '\\u00e4&'}]"));

        Found.Converted found = (Found.Converted) found().get(0);

        assertThat(found.recording().exchange().request().body()).isEqualTo(Bytes.utf8("a%20b=%C3%A4%26"));
        assertThat(found.losses())
                .containsExactly(
                        new Loss("request.postData.text", "the file has none; the body is spelled from its params"));
    }

    @Test
    void makesAConversationOfMessages() throws IOException {
        har("a.har", conversation().replace("'startedDateTime'", MESSAGES + "'startedDateTime'"));

        Exchange exchange = recording(found().get(0)).exchange();

        assertThat(exchange.response().status()).isEqualTo(101);
        assertThat(exchange.socket())
                .contains(new SocketConversation(
                        List.of(
                                SocketMessage.text(100, Sender.CLIENT, "hi"),
                                new SocketMessage(
                                        222, Sender.UPSTREAM, true, Bytes.owning(new byte[] {0, (byte) 0xff}))),
                        Optional.empty()));
    }

    @Test
    void takesAnyTimeThatCanBeSpelled() throws IOException {
        har(
                "a.har",
                conversation()
                        .replace(
                                "'startedDateTime': '",
                                MESSAGES + "'startedDateTime': '+999999999-12-31T23:59:59-18:00', 'was': '"));

        Recording found = recording(found().get(0));

        assertThat(found.recordedOn()).isEmpty();
        assertThat(found.exchange().socket().orElseThrow().messages()).hasSize(2);
    }

    @Test
    void framesThatAreNoMessagesAreNone() throws IOException {
        String frames = "'_webSocketMessages': [{'type': 'receive', 'time': 1735787045.778, 'opcode': 9, 'data': ''},"
                + "{'type': 'send', 'time': 1735787045.779, 'opcode': 10, 'data': ''},"
                + "{'type': 'send', 'time': 1735787045.78, 'opcode': 1, 'data': 'hi'},"
                + "{'type': 'error', 'time': 1735787045.8, 'opcode': -1, 'data': 'broken'},"
                + "{'type': 'receive', 'time': 1735787045.9, 'opcode': 8, 'data': ''}], ";
        har(
                "a.har",
                entry("'size': 0")
                        .replace("'status': 200", "'status': 101")
                        .replace("'postData': {'mimeType': 'application/json', 'text': '{}'}", "'x': 1")
                        .replace("'bodySize': 2", "'bodySize': 0")
                        .replace("'startedDateTime'", frames + "'startedDateTime'"));

        Found.Converted found = (Found.Converted) found().get(0);

        assertThat(found.recording().exchange().socket())
                .contains(new SocketConversation(
                        List.of(SocketMessage.text(102, Sender.CLIENT, "hi")),
                        Optional.of(
                                new SocketConversation.Close(222, Sender.UPSTREAM, SocketConversation.NO_STATUS, ""))));
        assertThat(found.losses())
                .containsExactly(new Loss("_webSocketMessages", "an error of the connection is no message"));
    }

    @Test
    void readsBodiesInFilesBesideTheHarAndNowhereElse() throws IOException {
        Files.createDirectories(directory.resolve("in/res"));
        Files.writeString(directory.resolve("in/res/b.json"), "{}");
        Files.writeString(directory.resolve("out.json"), "{}");
        har(
                "in/a.har",
                entry("'size': 2, '_file': 'res/b.json'"),
                entry("'size': 2, '_file': '../out.json'"),
                entry("'size': 2, '_file': 'none.json'"));

        List<Found> found = found(directory.resolve("in"));

        assertThat(recording(found.get(0)).exchange().response().body()).isEqualTo(Bytes.utf8("{}"));
        String reason = "its body is in a file that is missing, cannot be read, or is not within the source";
        assertThat(found.subList(1, 3))
                .containsExactly(new Found.Unreadable("a.har#2", reason), new Found.Unreadable("a.har#3", reason));
    }

    @ParameterizedTest
    @CsvSource({"a.zip", "a.har.gz", "a.zhar"})
    void readsCompressedFiles(String name) throws IOException {
        byte[] har = log(entry("'size': 2, '_file': 'b.json', 'text': '" + (name.equals("a.zip") ? "" : "{}") + "'"))
                .getBytes(StandardCharsets.UTF_8);
        try (OutputStream file = Files.newOutputStream(directory.resolve(name))) {
            if (name.equals("a.zip")) {
                try (ZipOutputStream zip = new ZipOutputStream(file)) {
                    zip.putNextEntry(new ZipEntry("b.json"));
                    zip.write("{}".getBytes(StandardCharsets.UTF_8));
                    zip.putNextEntry(new ZipEntry("har.har"));
                    zip.write(har);
                }
            } else {
                try (OutputStream coded = name.equals("a.zhar")
                        ? new DeflaterOutputStream(file, new Deflater(9))
                        : new GZIPOutputStream(file)) {
                    coded.write(har);
                }
            }
        }

        Recording recording = recording(found().get(0));

        assertThat(recording.test()).isEqualTo(new TestId("a"));
        assertThat(recording.exchange().response().body()).isEqualTo(Bytes.utf8("{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"__MACOSX/._b.har", "__MACOSX/b.har", "._a.har", ".hidden/a.har", "sub/._a.har"})
    void passesOverWhatMacOsAddsToAZip(String added) throws IOException {
        zip("a.zip", List.of(added, "sub/b.har", "sub/b.json"), "\0\5\26\7", log(entry("'_file': 'b.json'")), "{}");
        zip("none.zip", List.of(added), log(entry("'text': '1'")));

        List<Found> found = found();

        assertThat(found).extracting(Found::origin).containsExactly("a.zip#1");
        assertThat(recording(found.get(0)).test()).isEqualTo(new TestId("a"));
        assertThat(recording(found.get(0)).exchange().response().body()).isEqualTo(Bytes.utf8("{}"));
    }

    @Test
    void aDirectoryOfAZipIsNoHarFile() throws IOException {
        zip("a.zip", List.of("session.har/", "session.har/b.har"), "", log(entry("'text': '1'")));
        zip("none.zip", List.of("session.har/", "session.har/b.txt"), "", "1");

        List<Found> found = found();

        assertThat(found).extracting(Found::origin).containsExactly("a.zip#1");
        assertThat(recording(found.get(0)).test()).isEqualTo(new TestId("a"));
    }

    @Test
    void readsEachHarFileOfAZip() throws IOException {
        zip(
                "x.har.zip",
                List.of("c.har", "sub/b.HAR", "b.json", "a.har", "sub/b.json"),
                "[]",
                log(entry("'_file': 'b.json'")),
                "outer",
                log(entry("'text': '1'"), entry("'_file': '../b.json'")),
                "inner");

        List<Found> found = found();
        List<Found> alone = found(directory.resolve("x.har.zip"));

        assertThat(found)
                .extracting(Found::origin)
                .containsExactly("x.har.zip/a.har#1", "x.har.zip/a.har#2", "x.har.zip/c.har", "x.har.zip/sub/b.HAR#1");
        assertThat(found.get(2)).isInstanceOf(Found.Unreadable.class);
        found.remove(2);
        assertThat(found)
                .extracting(each -> recording(each).test().toString())
                .containsExactly("x/a", "x/a", "x/sub/b");
        assertThat(found)
                .extracting(each -> recording(each).exchange().response().body().toString())
                .containsExactly("1", "outer", "inner");
        alone.remove(2);
        assertThat(alone).extracting(each -> recording(each).test().toString()).containsExactly("a", "a", "sub/b");
    }

    private void zip(String name, List<String> files, String... contents) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(directory.resolve(name)))) {
            for (int i = 0; i < contents.length; i++) {
                zip.putNextEntry(new ZipEntry(files.get(i)));
                zip.write(contents[i].getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void takesTestsAndOrderFromPollysRecordings() throws IOException {
        String polly = log(
                        entry("'text': 'second', 'size': 900")
                                .replace("'startedDateTime'", "'_id': 'x', '_order': 1, 'startedDateTime'"),
                        entry("'text': 'first', 'size': 900")
                                .replace("'startedDateTime'", "'_id': 'x', '_order': 0, 'startedDateTime'"),
                        entry("'encoding': 'base64', 'text': '[\\'" + base64(gzip("coded")) + "\\']'")
                                .replace(
                                        "'name': 'X-A', 'value': '1\\n2'",
                                        "'name': 'Content-Encoding', 'value': 'gzip'"))
                .replace("\"entries\"", "\"_recordingName\": \"suite/a test\", \"entries\"");
        Files.createDirectories(directory.resolve("suite_1/a-test_2"));
        Files.writeString(directory.resolve("suite_1/a-test_2/recording.har"), polly);

        List<Found> found = found();

        assertThat(found.stream()
                        .map(each ->
                                recording(each).exchange().response().body().toString()))
                .containsExactly("first", "second", "coded");
        assertThat(found).allSatisfy(each -> assertThat(recording(each).test()).isEqualTo(new TestId("suite/a test")));
    }

    @Test
    void namesBrokenFilesWithLineAndColumnAndReadsTheOthers() throws IOException {
        Files.writeString(directory.resolve("a.har"), "{\"log\":\n {\"entries\": [{]}}");
        Files.writeString(directory.resolve("b.har"), "[]");
        Files.writeString(directory.resolve("c.har"), "{\"log\": {\"entries\": []}}");
        Files.writeString(directory.resolve("d.har"), "{\"log\": {\"entries\": [1, {}]}}");
        har("e.har", entry("'text': '{}'"));

        List<Found> found = found();

        assertThat(found.subList(0, 5))
                .containsExactly(
                        new Found.Unreadable("a.har", "it cannot be read: it is not JSON at line 2, column 16"),
                        new Found.Unreadable("b.har", "it has no 'log.entries'"),
                        new Found.LeftOut("c.har", "it has no entries"),
                        new Found.Unreadable("d.har#1", "it has no request"),
                        new Found.Unreadable("d.har#2", "it has no request"));
        assertThat(found.get(5)).isInstanceOf(Found.Converted.class);
    }

    @Test
    void refusesEntriesOfTooManyValues() throws IOException {
        har("a.har", entry("'text': '{}', 'x': [" + "1,".repeat(1_000_000) + "1]"), entry("'text': '{}'"));

        List<Found> found = found();

        assertThat(found.get(0)).isInstanceOf(Found.Unreadable.class);
        assertThat(((Found.Unreadable) found.get(0)).reason()).startsWith("it has more than ");
        assertThat(found.get(1)).isInstanceOf(Found.Converted.class);
    }

    @Test
    void knowsHarFilesByTheirContentToo() throws IOException {
        Files.writeString(directory.resolve("a.json"), log(entry("'text': '{}'")));
        Files.writeString(directory.resolve("other.json"), "{\"log\": 1}");

        HarFormat format = new HarFormat();

        assertThat(format.recognises(directory)).isTrue();
        assertThat(format.recognises(directory.resolve("other.json"))).isFalse();
        assertThat(format.open(directory).files()).isEqualTo(1);
    }

    private static String chat(String content) {
        return entry(content)
                .replace("/v1/x?a=b#f", "/v1/chat/completions")
                .replace(
                        "'Content-Type', 'value': 'application/json'}, {'name': 'X-A'",
                        "'Content-Type', 'value': 'text/event-stream'}, {'name': 'X-A'");
    }

    /** The entry of a WebSocket, without its messages. */
    private static String conversation() {
        return entry("'size': 0")
                .replace("https:", "wss:")
                .replace("'status': 200", "'status': 101")
                .replace("'postData': {'mimeType': 'application/json', 'text': '{}'}", "'x': 1")
                .replace("'bodySize': 2", "'bodySize': 0");
    }

    private static String entry(String content) {
        return "{'startedDateTime': '2025-01-02T03:04:05.678Z', 'request': " + ASKED
                + ", 'response': {'status': 200, 'headers': [{'name': 'Content-Type', 'value': 'application/json'},"
                + " {'name': 'X-A', 'value': '1\\n2'}, {'name': 'Content-Length', 'value': '99'}], 'content': {"
                + content + "}}, 'timings': {'blocked': 5, 'send': 1, 'wait': 20.4, 'receive': 7}}";
    }

    private static String log(String... entries) {
        String text = "{'log': {'version': '1.2', 'creator': {'name': 'x'}, 'entries': [" + String.join(",\n", entries)
                + "]}}";
        return text.replace("\\'", "\u0000").replace("'", "\"").replace("\u0000", "\\\"");
    }

    private void har(String name, String... entries) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, log(entries));
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private List<Found> found() {
        return found(directory);
    }

    private static List<Found> found(Path path) {
        return FoundFiles.of(new HarFormat(), path);
    }
}
