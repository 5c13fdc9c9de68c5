package io.reprise.formats.mockserver;

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
import io.reprise.core.store.Recording;
import io.reprise.formats.Found;
import io.reprise.formats.FoundFiles;
import io.reprise.formats.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MockServerFormatTest {
    private static final String GET = "'method': 'GET', 'path': '/v1/x.y'";

    @TempDir
    Path directory;

    @Test
    void makesARecordingOfAnExactExpectation() throws IOException {
        file("["
                + expectation(
                        "'method': 'POST', 'path': '/v1/x', 'queryStringParameters': [{'name': 'aB', 'values': ['c d']}],"
                                + " 'headers': {'content-type': ['application/json']},"
                                + " 'body': {'type': 'JSON', 'json': '{\\'a\\':1}', 'matchType': 'STRICT'}",
                        "'statusCode': 201, 'headers': [{'name': 'X-A', 'values': ['1', '2']}], 'cookies': {'s': 't'},"
                                + " 'body': {'a': 1.0}, 'delay': {'timeUnit': 'SECONDS', 'value': 2}")
                + "]");

        assertThat(found())
                .containsExactly(new Found.Converted(
                        "a.json",
                        new Recording(
                                TestId.NONE,
                                "",
                                1,
                                new Exchange(
                                        new Request(
                                                "POST",
                                                "/v1/x",
                                                "aB=c%20d",
                                                Headers.of("content-type", "application/json"),
                                                Bytes.utf8("{\"a\":1}")),
                                        new Response(
                                                201,
                                                Headers.of(
                                                        "x-a",
                                                        "1",
                                                        "x-a",
                                                        "2",
                                                        "set-cookie",
                                                        "s=t",
                                                        "content-type",
                                                        "application/json"),
                                                StreamFormat.WHOLE,
                                                List.of(Chunk.of(2000, "{\"a\":1.0}")),
                                                Ending.COMPLETE))),
                        List.of()));
    }

    @Test
    void prefersTheBytesThatWereReceived() throws IOException {
        String raw = Base64.getEncoder().encodeToString("{\"ä\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        file(expectation(
                "'method': 'POST', 'path': '/x', 'body': {'type': 'JSON', 'json': {'a': 1}, 'rawBytes': '" + raw + "'}",
                "'body': {'type': 'STRING', 'string': 'Ã¤', 'rawBytes': '" + raw + "'}"));

        Found.Converted found = (Found.Converted) found().get(0);

        assertThat(found.recording().exchange().request().body()).isEqualTo(Bytes.utf8("{\"ä\": 1}"));
        assertThat(found.recording().exchange().response().body()).isEqualTo(Bytes.utf8("{\"ä\": 1}"));
        assertThat(found.losses()).isEmpty();
    }

    @Test
    void answersAsOftenAndInTheOrderInWhichMockServerDoes() throws IOException {
        file("[" + expectation(GET, "'body': 'third'") + ","
                + expectation(GET, "'body': 'never'") + ","
                + expectation(GET, "'body': 'twice'")
                        .replaceFirst("\\{", "{\"priority\": 10, \"times\": {\"remainingTimes\": 2},")
                + "]");

        List<Found> found = found();

        assertThat(found.stream().map(Found::origin)).containsExactly("a.json#3", "a.json#3", "a.json#1", "a.json#2");
        assertThat(found.get(3))
                .isEqualTo(new Found.LeftOut("a.json#2", "another expectation answers the same request before it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'method': 'GET'|'method': ''|it answers requests with any method",
                "'method': 'GET'|'method': 'POST'|it answers requests with any body",
                "/v1/x.y|/v1/.*|its 'path' fits more than one path",
                "'method': 'GET'|'method': 'GET', 'queryStringParameters': {'a': ['.+']}|its 'queryStringParameters' fit more than one query",
                "'method': 'GET'|'method': 'GET', 'queryStringParameters': {'?a': ['1']}|its 'queryStringParameters' fit more than one query",
                "'method': 'GET'|'method': 'GET', 'queryStringParameters': {'!a': ['1']}|its 'queryStringParameters' fit more than one query",
                "'method': 'GET'|'method': 'GET', 'queryStringParameters': {'a.*': ['1']}|its 'queryStringParameters' fit more than one query",
                "'method': 'GET'|'method': 'GET', 'queryStringParameters': {'a': []}|its 'queryStringParameters' fit more than one query",
                "'method': 'GET'|'method': 'GET', 'queryStringParameters': {'a': [{'schema': {'type': 'string'}}]}|its 'queryStringParameters' fit more than one query",
                "'method': 'GET'|'method': 'GET', 'queryStringParameters': {'a': {'parameterStyle': 'FORM_EXPLODED', 'values': [{'schema': {'type': 'string'}}]}}|its 'queryStringParameters' fit more than one query",
                "'method': 'GET'|'method': 'GET', 'queryStringParameters': {'keyMatchStyle': 'MATCHING_KEY', 'b': ['1'], '!a': ['2']}|its 'queryStringParameters' fit more than one query",
                "'method': 'GET'|'method': 'GET', 'queryStringParameters': [{'name': '?a', 'values': ['1']}]|its 'queryStringParameters' fit more than one query",
                "'method': 'GET'|'method': 'GET', 'queryStringParameters': [{'name': 'a', 'values': ['1', {'not': true, 'value': '2'}]}]|its 'queryStringParameters' fit more than one query",
                "'method': 'GET'|'method': 'GET', 'queryStringParameters': [{'name': {'not': true, 'value': 'a'}, 'values': ['1']}]|its 'queryStringParameters' fit more than one query",
                "'method': 'GET'|'method': '!GET'|its 'method' fits more than one method",
                "'method': 'GET'|'method': 'P.*'|its 'method' fits more than one method",
                "/v1/x.y|!/v1/x|its 'path' fits more than one path",
                "'method': 'GET'|'method': 'GET', 'body': {'type': 'JSON_PATH', 'jsonPath': '$'}|its body, of the type JSON_PATH, fits more than one body",
                "'method': 'GET'|'method': 'GET', 'body': {'type': 'STRING', 'string': 'a', 'subString': true}|its body, of the type STRING, fits more than one body",
                "'httpResponse'|'httpForward'|its action 'httpForward' is no answer",
                "'body': 'x'|'body': {'type': 'FILE', 'filePath': 'x'}|the body of its answer, of the type FILE, is not in the file",
            })
    void leavesOutWhatHasNoExactMeaningAndSaysWhy(String part, String changed, String reason) throws IOException {
        String text = expectation(GET, "'body': 'x'");
        assertThat(text).contains(json(part));
        file(text.replace(json(part), json(changed)));

        assertThat(found()).containsExactly(new Found.LeftOut("a.json", reason));
    }

    @Test
    void howNamesAreComparedIsNoParameter() throws IOException {
        file(expectation(
                GET
                        + ", 'queryStringParameters': {'keyMatchStyle': 'MATCHING_KEY', 'a[]': ['1', '2']},"
                        + " 'headers': {'keyMatchStyle': 'MATCHING_KEY', 'accept': ['x/y']},"
                        + " 'cookies': {'keyMatchStyle': 'MATCHING_KEY'}",
                "'headers': {'keyMatchStyle': 'MATCHING_KEY', 'x-a': ['b']}, 'body': 'x'"));

        Found.Converted found = (Found.Converted) found().get(0);

        Exchange exchange = found.recording().exchange();
        assertThat(exchange.request().query()).isEqualTo("a%5B%5D=1&a%5B%5D=2");
        assertThat(exchange.request().headers()).isEqualTo(Headers.of("accept", "x/y"));
        assertThat(exchange.response().headers()).isEqualTo(Headers.of("x-a", "b"));
        assertThat(found.losses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'headers': {'?accept': ['x/y']}",
                "'headers': {'!accept': ['x/y']}",
                "'headers': {'accept': ['!x/y']}",
                "'headers': {'accept': [{'schema': {'type': 'string'}}]}",
                "'headers': [{'name': 'accept', 'values': [{'not': true, 'value': 'x/y'}]}]",
                "'cookies': {'a': {'schema': {'type': 'string'}}}",
            })
    void headersThatAreNoTextsAreNamedAndNotRecorded(String headers) throws IOException {
        file(expectation(GET + ", " + headers, "'body': 'x'"));

        Found.Converted found = (Found.Converted) found().get(0);

        assertThat(found.recording().exchange().request().headers()).isEqualTo(Headers.NONE);
        assertThat(found.losses()).extracting(Loss::what).containsExactly("httpRequest.headers");
    }

    @Test
    void spellsServerSentEventsAsMockServerSendsThem() throws IOException {
        file(("{'httpRequest': {" + GET
                        + "}, 'httpSseResponse': {'statusCode': 201, 'headers': {'x-a': ['b']}, 'delay': {'timeUnit': 'SECONDS', 'value': 1},"
                        + " 'events': [{'id': '1', 'event': 'e', 'retry': 5, 'data': 'a\\nb'},"
                        + " {'data': 'c', 'delay': {'timeUnit': 'MILLISECONDS', 'value': 20}}], 'closeConnection': true}}")
                .replace("'", "\""));

        Found.Converted found = (Found.Converted) found().get(0);

        Response response = found.recording().exchange().response();
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers())
                .isEqualTo(Headers.of("x-a", "b", "content-type", "text/event-stream", "cache-control", "no-cache"));
        assertThat(response.chunks())
                .containsExactly(
                        new Chunk(1000, Bytes.utf8("id: 1\nevent: e\nretry: 5\ndata: a\ndata: b\n\n")),
                        new Chunk(1020, Bytes.utf8("data: c\n\n")));
        assertThat(found.losses()).isEmpty();
    }

    @Test
    void makesAConversationOfWhatAServerSaysByItself() throws IOException {
        file(
                "{'httpRequest': {'path': '/ws'}, 'httpWebSocketResponse': {'subprotocol': 'p', 'messages': [{'text': 'a'},"
                                .replace("'", "\"")
                        + " {'binary': 'AAE=', 'delay': {'timeUnit': 'SECONDS', 'value': 2}}]}}".replace("'", "\""));

        Exchange exchange = ((Found.Converted) found().get(0)).recording().exchange();

        assertThat(exchange)
                .isEqualTo(Exchange.conversation(
                        new Request("GET", "/ws", "", Headers.NONE, Bytes.EMPTY),
                        Headers.of("sec-websocket-protocol", "p"),
                        new SocketConversation(
                                List.of(
                                        SocketMessage.text(0, Sender.UPSTREAM, "a"),
                                        new SocketMessage(
                                                2000, Sender.UPSTREAM, true, Bytes.owning(new byte[] {0, 1}))),
                                Optional.of(new SocketConversation.Close(
                                        2000, Sender.UPSTREAM, SocketConversation.NO_STATUS, ""))),
                        Ending.COMPLETE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'matchers': [{}]}|its WebSocket conversation depends on what a client sends",
                "{'messages': [{}]}|its WebSocket conversation has no messages",
            })
    void leavesOutConversationsThatAreNotKnown(String action, String reason) throws IOException {
        file(("{'httpRequest': {'path': '/ws'}, 'httpWebSocketResponse': " + action + "}").replace("'", "\""));

        assertThat(found()).containsExactly(new Found.LeftOut("a.json", reason));
    }

    @Test
    void saysWhatARecordingDoesNotHave() throws IOException {
        file(expectation(
                        "'method': 'POST', 'path': '/x', 'headers': {'X-Key': ['k']}, 'body': {'a': 1}",
                        "'connectionOptions': {'closeSocket': true}")
                .replaceFirst("\\{", "{\"timeToLive\": {\"timeUnit\": \"HOURS\", \"timeToLive\": 1},"));

        assertThat(((Found.Converted) found().get(0)).losses().stream().map(Loss::what))
                .containsExactly(
                        "httpRequest.headers",
                        "httpRequest.body.matchType",
                        "timeToLive",
                        "httpResponse.connectionOptions");
    }

    @Test
    void namesBrokenFilesAndLeavesThoseOfOthersOut() throws IOException {
        file("[{\"httpRequest\": {]");
        assertThat(found()).singleElement().isInstanceOf(Found.Unreadable.class);

        file("[{\"other\": {}}]");
        assertThat(found()).singleElement().isInstanceOf(Found.LeftOut.class);

        file(
                "[{\"httpRequest\": {\"method\": \"GET\", \"path\": \"/x\"}, \"httpResponse\": {\"body\": {\"type\": \"BINARY\","
                        + " \"base64Bytes\": \"?\", \"rawBytes\": \"a\"}}}]");
        assertThat(found()).containsExactly(new Found.Unreadable("a.json", "a body of it is not base64"));
    }

    private static String expectation(String request, String response) {
        return json("{'httpRequest': {" + request + "}, 'httpResponse': {" + response + "}}");
    }

    private static String json(String text) {
        return text.replace("\\'", "\u0000").replace("'", "\"").replace("\u0000", "\\\"");
    }

    private void file(String text) throws IOException {
        Files.writeString(directory.resolve("a.json"), text);
    }

    private List<Found> found() {
        return FoundFiles.of(new MockServerFormat(), directory);
    }
}
