package io.reprise.formats.wiremock;

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
import io.reprise.formats.Formats;
import io.reprise.formats.Found;
import io.reprise.formats.FoundFiles;
import io.reprise.formats.Loss;
import io.reprise.formats.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireMockFormatTest {
    private static final String POST =
            "'method': 'POST', 'url': '/v1/x?a=b', 'bodyPatterns': [{'equalToJson': '{\\'a\\':1}'}]";
    private static final String GET = "'method': 'GET', 'url': '/v1/x'";

    private static final String HIDDEN = "another mapping answers the same request before it";

    @TempDir
    Path directory;

    @Test
    void makesARecordingOfAnExactMapping() throws IOException {
        file(
                "mappings/a.json",
                mapping(
                        "'headers': {'Content-Type': {'equalTo': 'application/json'}}, " + POST,
                        "'status': 201, 'body': 'hi', 'fixedDelayMilliseconds': 30, 'headers': {'Content-Type': 'text/plain', 'X-A': ['1', '2']}"));

        assertThat(found())
                .containsExactly(new Found.Converted(
                        "mappings/a.json",
                        new Recording(
                                TestId.NONE,
                                "",
                                1,
                                new Exchange(
                                        new Request(
                                                "POST",
                                                "/v1/x",
                                                "a=b",
                                                Headers.of("content-type", "application/json"),
                                                Bytes.utf8("{\"a\":1}")),
                                        new Response(
                                                201,
                                                Headers.of("content-type", "text/plain", "x-a", "1", "x-a", "2"),
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
                "'jsonBody': {'a': [1.0, 'ä']}|{\"a\":[1.0,\"ä\"]}",
                "'base64Body': 'aGk='|hi",
                "'bodyFileName': 'sub/b.txt'|from a file",
                "'status': 204|``",
                "'body': 'x', 'transformers': ['response-template']|x",
            })
    void readsBodiesOfAllKinds(String response, String body) throws IOException {
        file("wm/__files/sub/b.txt", "from a file");
        file("wm/mappings/deep/a.json", mapping(GET, response));

        assertThat(bodies()).containsExactly(body);
    }

    @Test
    void readsAStreamInChunks() throws IOException {
        file(
                "a.json",
                mapping(
                        "'method': 'POST', 'url': '/v1/chat/completions', 'bodyPatterns': [{'equalToJson': {'stream': true}}]",
                        "'body': 'data: {\\'a\\':1}\\n\\ndata: [DONE]\\n\\n', 'headers': {'content-type': 'text/event-stream'}"));

        Exchange exchange = recording(found().get(0)).exchange();

        assertThat(exchange.request().body()).isEqualTo(Bytes.utf8("{\"stream\":true}"));
        assertThat(exchange.response().chunks()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'url': '/v1/x'|'url': '/v1/x', 'method': 'ANY'|it answers requests with any method",
                "'method': 'GET'|'method': 'POST'|it answers requests with any body",
                "'url':|'urlPattern':|its 'urlPattern' is a pattern, which fits more than one URL",
                "'url': '/v1/x'|'urlPathTemplate': '/v1/{id}'|its 'urlPathTemplate' is a pattern, which fits more than one URL",
                "'url': '/v1/x'|'name': 'x'|it answers requests to any URL",
                "'url': '/v1/x'|'urlPath': '/v1/x', 'queryParameters': {'a': {'matches': '.*'}}|its 'queryParameters' have a matcher that is not 'equalTo'",
                "'method': 'GET'|'method': 'POST', 'bodyPatterns': [{'matchesJsonPath': '$.a'}]|its 'bodyPatterns' fit more than one body: matchesJsonPath",
                "'method': 'GET'|'method': 'POST', 'bodyPatterns': [{'equalToJson': '{\\'a\\': \\'${json-unit.ignore}\\'}'}]|its 'equalToJson' has placeholders, which fit more than one body",
                "'url': '/v1/x'|'url': '/v1/x', 'customMatcher': {}|it has 'customMatcher', from which the request is not known exactly",
                "'body': 'x'|'fault': 'EMPTY_RESPONSE'|it answers with a fault; X-Reprise-Fault and rules do that",
                "'body': 'x'|'proxyBaseUrl': 'http://h'|it passes requests on",
                "'body': 'x'|'body': '{{now}}', 'transformers': ['response-template']|its response is a template",
            })
    void leavesOutWhatHasNoExactMeaningAndSaysWhy(String part, String changed, String reason) throws IOException {
        String text = mapping(GET, "'body': 'x'");
        assertThat(text).contains(part.replace("'", "\""));
        file("mappings/a.json", text.replace(part.replace("'", "\""), json(changed)));

        assertThat(found()).containsExactly(new Found.LeftOut("mappings/a.json", reason));
    }

    @Test
    void saysWhatARecordingDoesNotHave() throws IOException {
        file(
                "mappings/a.json",
                mapping(
                        "'method': 'POST', 'urlPath': '/x', 'headers': {'X-Key': {'matches': '.*'}},"
                                + " 'bodyPatterns': [{'equalToJson': '{}', 'ignoreExtraElements': true}]",
                        "'chunkedDribbleDelay': {}, 'statusMessage': 'Fine'"));

        assertThat(((Found.Converted) found().get(0)).losses().stream().map(Loss::what))
                .containsExactly(
                        "request.headers",
                        "request.bodyPatterns.ignoreExtraElements",
                        "request.urlPath",
                        "response.chunkedDribbleDelay",
                        "response.statusMessage");
    }

    @Test
    void answersOfAScenarioComeInTheOrderOfItsStates() throws IOException {
        String scenario = "'scenarioName': 's', 'requiredScenarioState': '%s', 'newScenarioState': '%s', ";
        file(
                "mappings/a.json",
                mapping(GET, "'body': 'third'").replaceFirst("\\{", json("{" + scenario.formatted("3", "3"))));
        file(
                "mappings/b.json",
                mapping(GET, "'body': 'first'").replaceFirst("\\{", json("{" + scenario.formatted("Started", "2"))));
        file(
                "mappings/c.json",
                mapping(GET, "'body': 'second'").replaceFirst("\\{", json("{" + scenario.formatted("2", "3"))));

        assertThat(bodies()).containsExactly("first", "second", "third");
        assertThat(found())
                .allSatisfy(
                        found -> assertThat(((Found.Converted) found).losses()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // body, scenario, required state, next state, priority
                "ok - - - 10;503 s Started done 5|503 ok",
                "ok - - - 1;503 s Started done 5|ok",
                "ok - - - 5;503 s Started done 5|503 ok",
                "503 s Started done 5;ok - - - 5|ok",
                "first s Started 2 5;later s - - 10|first later",
                "later s - - 10;first s Started 2 5|first later",
                "later s - - 1;first s Started 2 5|later",
                "first s Started 2 5;always s - 2 10;second s 2 3 5|first second always",
                "first s Started 2 5;between s - 3 10;last s 3 3 5|first between last",
                "first s Started 2 5;last s 2 - 5;never - - - 10|first last",
                "only s Started - 5;never s - - 10|only",
                "one - - - 10;other s - - 9;first s Started 2 5|first other",
                "a s Started x 5;b t Started y 5;c t y z 5;ok - - - 10|a b c ok",
            })
    void aMappingThatAnswersInAnyStateAnswersWhereNoBetterOneDoes(String mappings, String expected) throws IOException {
        file("export.json", export(mappings, "/x"));

        assertThat(bodies()).containsExactly(expected.split(" "));
        assertThat(found()).allSatisfy(found -> assertThat(reason(found)).isIn("", HIDDEN));
    }

    @Test
    void aMappingThatAnswersInAnyStateComesFirstIfAnotherRequestChangesTheState() throws IOException {
        String started = export("started s - done 5", "/start");
        String polled = export("done s done - 5;pending - - - 10", "/poll");
        file("export.json", started.replaceFirst("]}$", ",") + polled.substring("{\"mappings\": [".length()));

        assertThat(bodies()).containsExactly("started", "pending", "done");
    }

    private static String export(String mappings, String url) {
        return Stream.of(mappings.split(";"))
                .map(mapping -> mapping.split(" "))
                .map(part ->
                        "{'request': {'method': 'GET', 'url': '" + url + "'}, 'response': {'body': '" + part[0] + "'}"
                                + member("scenarioName", part[1])
                                + member("requiredScenarioState", part[2])
                                + member("newScenarioState", part[3])
                                + ", 'priority': " + part[4] + "}")
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(","), all -> json("{'mappings': [" + all + "]}")));
    }

    private static String member(String name, String value) {
        return value.equals("-") ? "" : ", '" + name + "': '" + value + "'";
    }

    private static String reason(Found found) {
        return found instanceof Found.LeftOut left ? left.reason() : "";
    }

    @Test
    void aScenarioThatSeveralRequestsChangeIsNamed() throws IOException {
        file(
                "export.json",
                json(
                        "{'mappings': [{'scenarioName': 's', 'newScenarioState': '2', 'request': {'method': 'GET', 'url': '/a'}},"
                                + " {'scenarioName': 's', 'requiredScenarioState': '2', 'newScenarioState': 'Started',"
                                + " 'request': {'method': 'GET', 'url': '/b'}},"
                                + " {'scenarioName': 's', 'requiredScenarioState': '9', 'request': {'method': 'GET', 'url': '/b'}}]}"));

        List<Found> found = found();

        assertThat(found.stream().map(Found::origin))
                .containsExactly("export.json#1", "export.json#2", "export.json#3");
        assertThat(((Found.Converted) found.get(2)).losses().stream().map(Loss::what))
                .containsExactly("requiredScenarioState", "newScenarioState", "scenarioName");
    }

    @Test
    void ofMappingsForOneRequestOnlyTheOneThatAnswersIsImported() throws IOException {
        file(
                "export.json",
                json("{'mappings': ["
                        + Stream.of("1", "7, 'priority': 1", "3")
                                .map(number -> "{'request': {'method': 'GET', 'url': '/a'}," + " 'response': {'body': '"
                                        + number.charAt(0) + "'}, 'insertionIndex': " + number + "}")
                                .collect(Collectors.joining(","))
                        + "]}"));

        assertThat(bodies()).containsExactly("7");
        assertThat(found().get(2)).isEqualTo(new Found.LeftOut("export.json#3", HIDDEN));
    }

    @Test
    void readsNoFileOutsideOfTheSource() throws IOException {
        file("out.txt", "no");
        file("in/__files/b.txt", "b");
        file("in/mappings/a.json", mapping(GET, "'bodyFileName': '../../out.txt'"));
        file("in/mappings/b.json", mapping(GET, "'bodyFileName': 'none.txt'"));

        assertThat(found(directory.resolve("in")))
                .allSatisfy(found -> assertThat(found).isNotInstanceOf(Found.Converted.class));
    }

    @Test
    void namesBrokenFilesWithLineAndColumnAndReadsTheOthers() throws IOException {
        file("mappings/a.json", "{\"request\": {\n  \"url\" \"/x\"}}");
        file("mappings/b.json", mapping(GET, "'body': 'x'"));
        file("mappings/c.json", "{\"mappings\": []}");

        assertThat(found())
                .startsWith(
                        new Found.Unreadable(
                                "mappings/a.json", "it cannot be read: unexpected '\"' at line 2, column 9"),
                        new Found.LeftOut("mappings/c.json", "it has no mappings"))
                .hasSize(3);
    }

    @Test
    void noOtherFormatTakesMappingsForItsOwn() throws IOException {
        file("mappings/a.json", mapping("'method': 'POST', 'url': '/x'", "'body': 'x'"));
        file("mappings/b.json", mapping("'urlPath': '/x', 'method': 'GET'", "'body': 'x'"));
        file("mappings/c.json", mapping("'method': 'GET', 'urlPattern': '/x'", "'body': 'x'"));

        Source all = Formats.installed().open(directory);

        assertThat(all.files()).isEqualTo(3);
    }

    @Test
    void leavesFilesOfOtherFormatsAlone() throws IOException {
        file("a.json", "{\"request\": {\"method\": \"GET\", \"url\": \"https://h/x\"}, \"response\": {}}");
        file("b.json", "{\"log\": {\"entries\": []}}");

        assertThat(new WireMockFormat().recognises(directory)).isFalse();
    }

    private static String mapping(String request, String response) {
        return json("{'request': {" + request + "}, 'response': {" + response + "}}");
    }

    private static String json(String text) {
        return text.replace("\\'", "\u0000").replace("'", "\"").replace("\u0000", "\\\"");
    }

    private void file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> bodies() {
        return found().stream()
                .flatMap(found -> found instanceof Found.Converted converted
                        ? Stream.of(converted
                                .recording()
                                .exchange()
                                .response()
                                .body()
                                .toString())
                        : Stream.of())
                .toList();
    }

    private List<Found> found() {
        return found(directory);
    }

    private static List<Found> found(Path path) {
        return FoundFiles.of(new WireMockFormat(), path);
    }
}
