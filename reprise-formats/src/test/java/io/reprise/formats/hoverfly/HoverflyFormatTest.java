package io.reprise.formats.hoverfly;

import static io.reprise.formats.FoundFiles.recording;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Recording;
import io.reprise.formats.Found;
import io.reprise.formats.FoundFiles;
import io.reprise.formats.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoverflyFormatTest {
    private static final String GET = "'method': " + exact("GET") + ", 'path': " + exact("/x") + ", 'destination': "
            + exact("h.example") + ", 'query': {}";

    @TempDir
    Path directory;

    @Test
    void makesARecordingOfAnExactPair() throws IOException {
        simulation(
                pair(
                        "'method': " + exact("POST") + ", 'path': " + exact("/x") + ", 'destination': "
                                + exact("h.example") + ", 'query': {'a': " + exact("b c")
                                + "}, 'body': [{'matcher': 'json', 'value': '{\\'a\\':1}'}]",
                        "'status': 201, 'body': 'aGk=', 'encodedBody': true, 'headers': {'X-A': ['1', '2']}, 'fixedDelay': 30"));

        assertThat(found())
                .containsExactly(new Found.Converted(
                        "a.json#1",
                        new Recording(
                                TestId.NONE,
                                "h.example",
                                1,
                                new Exchange(
                                        new Request("POST", "/x", "a=b%20c", Headers.NONE, Bytes.utf8("{\"a\":1}")),
                                        new Response(
                                                201,
                                                Headers.of("x-a", "1", "x-a", "2"),
                                                StreamFormat.WHOLE,
                                                List.of(Chunk.of(30, "hi")),
                                                Ending.COMPLETE))),
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'method': 'GET', 'path': '/x', 'query': 'a=b', 'body': ''",
                "'method': {'exactMatch': 'GET'}, 'path': {'exactMatch': '/x'}, 'query': {'exactMatch': 'a=b'}, 'body': {'exactMatch': ''}",
                "'method': [{'matcher': 'glob', 'value': 'GET'}], 'path': [{'value': '/x'}], 'query': {'a': ['b']}",
                "'method': [{'matcher': 'exact', 'value': 'GET'}], 'path': [{'matcher': 'exact', 'value': '/x'}], 'deprecatedQuery': [{'matcher': 'exact', 'value': 'a=b'}]",
            })
    void readsTheMatchersOfAllVersions(String request) throws IOException {
        simulation(pair(request, "'status': 200, 'body': 'x'"));

        Request read = recording(found().get(0)).exchange().request();

        assertThat(read).isEqualTo(new Request("GET", "/x", "a=b", Headers.NONE, Bytes.EMPTY));
    }

    @Test
    void answersInTheOrderOfASequence() throws IOException {
        simulation(
                pair(GET + ", 'requiresState': {'sequence:1': '2'}", "'body': 'second'"),
                pair(GET + ", 'requiresState': {'sequence:1': '1'}", "'body': 'first'"),
                pair(GET + ", 'requiresState': {'sequence:1': '1'}", "'body': 'never'"));

        assertThat(found().stream()
                        .flatMap(found -> found instanceof Found.Converted converted
                                ? Stream.of(converted
                                        .recording()
                                        .exchange()
                                        .response()
                                        .body()
                                        .toString())
                                : Stream.of(found.origin())))
                .containsExactly("first", "a.json#3", "second");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'method'|'m'|it answers requests with any method",
                "'path'|'p'|it answers requests to any path",
                "GET|POST|it answers requests with any body",
                "'query': {}|'query': {'a': [{'matcher': 'regex', 'value': '.*'}]}|its 'query' fits more than one: regex",
                "'query': {}|'body': [{'matcher': 'jsonPartial', 'value': '{}'}]|its 'body' fits more than one: jsonPartial",
                "'body': 'x'|'body': '{{ now }}', 'templated': true|its response is a template",
                "'body': 'x'|'bodyFile': 'https://h/x'|its body is on another server, and is not fetched",
            })
    void leavesOutWhatHasNoExactMeaningAndSaysWhy(String part, String changed, String reason) throws IOException {
        String text = pair(GET, "'body': 'x'");
        assertThat(text).contains(json(part));
        simulation(text.replace(json(part), json(changed)));

        assertThat(found()).containsExactly(new Found.LeftOut("a.json#1", reason));
    }

    @Test
    void readsBodiesInFilesOfTheSourceAndNowhereElse() throws IOException {
        Files.createDirectory(directory.resolve("in"));
        Files.writeString(directory.resolve("out.txt"), "no");
        Files.writeString(directory.resolve("in/b.txt"), "b");
        simulation(pair(GET, "'bodyFile': 'b.txt'"), pair(GET + ", 'body': " + exact("z"), "'bodyFile': '../out.txt'"));
        Files.move(directory.resolve("a.json"), directory.resolve("in/a.json"));

        List<Found> found = found(directory.resolve("in"));

        assertThat(recording(found.get(0)).exchange().response().body()).isEqualTo(Bytes.utf8("b"));
        assertThat(found.get(1)).isInstanceOf(Found.Unreadable.class);
    }

    @Test
    void saysWhatARecordingDoesNotHave() throws IOException {
        simulation(pair(
                "'method': " + exact("GET") + ", 'path': " + exact("/x") + ", 'headers': {'X-Key': " + exact("k") + "},"
                        + " 'requiresState': {'a': 'b'}",
                "'logNormalDelay': {}, 'postServeAction': 'x'"));

        assertThat(((Found.Converted) found().get(0)).losses().stream().map(Loss::what))
                .containsExactly(
                        "request.query",
                        "request.headers",
                        "request.requiresState",
                        "response.logNormalDelay",
                        "response.postServeAction");
    }

    private static String exact(String value) {
        return "[{'matcher': 'exact', 'value': '" + value + "'}]";
    }

    private static String pair(String request, String response) {
        return json("{'request': {" + request + "}, 'response': {" + response + "}}");
    }

    private static String json(String text) {
        return text.replace("\\'", "\u0000").replace("'", "\"").replace("\u0000", "\\\"");
    }

    private void simulation(String... pairs) throws IOException {
        Files.writeString(
                directory.resolve("a.json"),
                "{\"data\": {\"pairs\": [" + String.join(",", pairs) + "], \"globalActions\": {\"delays\": []}},"
                        + " \"meta\": {\"schemaVersion\": \"v5.2\"}}");
    }

    private List<Found> found() {
        return found(directory);
    }

    private static List<Found> found(Path path) {
        return FoundFiles.of(new HoverflyFormat(), path);
    }
}
