package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.plan.Mode;
import io.reprise.server.replay.ReplaySettings;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each message to {@code /__reprise/mcp} has the answer that JSON-RPC 2.0 and the Model Context Protocol want. */
class HostileMcpMessagesTest {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer server() {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(1, "{}", "[DONE]"));
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    private static HttpResponse<String> post(RepriseServer server, byte[] message, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        ServerFixture.url(server).resolve("/__reprise/mcp"))
                .setHeader("content-type", "application/json")
                .setHeader("accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return ServerFixture.ask(request.build());
    }

    private static HttpResponse<String> post(RepriseServer server, String message, String... headers) throws Exception {
        return post(server, message.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Such as {@code 400 -32600 null}: status, code of the error or {@code result}, and id. */
    private static String told(HttpResponse<String> answer) {
        if (answer.body().isEmpty()) {
            return answer.statusCode() + " nothing";
        }
        Json body = Json.parse(answer.body());
        assertThat(body.text("jsonrpc")).as(answer.body()).isEqualTo("2.0");
        assertThat(answer.body()).doesNotContain("\\tat ", "Exception");
        return answer.statusCode() + " "
                + body.at("error", "code")
                        .map(code -> code.write(Layout.COMPACT))
                        .orElse("result") + " "
                + body.get("id").orElseThrow().write(Layout.COMPACT);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
                    nonsense                                                    => 400 -32700 null
                    {"jsonrpc":"2.0","id":1,"method":"ping"                     => 400 -32700 null
                    "text"                                                      => 400 -32600 null
                    null                                                        => 400 -32600 null
                    7                                                           => 400 -32600 null
                    []                                                          => 400 -32600 null
                    {}                                                          => 400 -32600 null
                    {"id":1,"method":"ping"}                                    => 400 -32600 1
                    {"jsonrpc":"1.0","id":1,"method":"ping"}                    => 400 -32600 1
                    {"jsonrpc":2.0,"id":1,"method":"ping"}                      => 400 -32600 1
                    {"jsonrpc":"2.0","id":1}                                    => 400 -32600 1
                    {"jsonrpc":"2.0","id":1,"method":5}                         => 400 -32600 1
                    {"jsonrpc":"2.0","id":1,"method":null}                      => 400 -32600 1
                    {"jsonrpc":"2.0","id":null,"method":"ping"}                 => 400 -32600 null
                    {"jsonrpc":"2.0","id":{"a":1},"method":"ping"}              => 400 -32600 null
                    {"jsonrpc":"2.0","id":[1],"method":"ping"}                  => 400 -32600 null
                    {"jsonrpc":"2.0","id":true,"method":"ping"}                 => 400 -32600 null
                    {"jsonrpc":"2.0","id":1.5,"method":"ping"}                  => 200 result 1.5
                    {"jsonrpc":"2.0","id":1e400,"method":"ping"}                => 200 result 1e400
                    {"jsonrpc":"2.0","id":-0,"method":"ping"}                   => 200 result -0
                    {"jsonrpc":"2.0","id":"","method":"ping"}                   => 200 result ""
                    {"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}             => 400 -32600 null
                    {"jsonrpc":"2.0","id":1,"method":"ping","method":"x"}       => 400 -32600 1
                    {"jsonrpc":"2.0","id":1,"method":"ping","params":[]}        => 400 -32602 1
                    {"jsonrpc":"2.0","id":1,"method":"ping","params":null}      => 400 -32602 1
                    {"jsonrpc":"2.0","id":1,"method":""}                        => 200 -32601 1
                    {"jsonrpc":"2.0","id":1,"method":"resources/list"}          => 200 -32601 1
                    {"jsonrpc":"2.0","id":1,"method":"notifications/initialized"} => 200 -32601 1
                    {"jsonrpc":"2.0","id":1,"method":"tools/call"}              => 200 -32602 1
                    {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":{}}} => 200 -32602 1
                    {"jsonrpc":"2.0","method":"notifications/initialized"}      => 202 nothing
                    {"jsonrpc":"2.0","method":"nonsense"}                       => 202 nothing
                    {"jsonrpc":"2.0","method":"ping","params":[]}               => 400 nothing
                    {"jsonrpc":"2.0","id":1,"result":{}}                        => 202 nothing
                    {"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}   => 202 nothing
                    """)
    void eachMessageHasItsAnswer(String message, String answer) throws Exception {
        assertThat(told(post(server(), message.strip()))).isEqualTo(answer.strip());
    }

    @Test
    void batchesAreAnsweredMessageByMessage() throws Exception {
        RepriseServer server = server();
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        String notification = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

        HttpResponse<String> mixed = post(server, "[" + ping + ",1,[]," + notification + "]");
        HttpResponse<String> silent = post(server, "[" + notification + "," + notification + "]");
        HttpResponse<String> tooMany = post(server, "[" + (ping + ",").repeat(50) + ping + "]");

        assertThat(mixed.statusCode()).isEqualTo(200);
        assertThat(Json.parse(mixed.body()).items().stream()
                        .map(each -> each.at("error", "code")
                                .map(code -> code.write(Layout.COMPACT))
                                .orElse("result")))
                .containsExactly("result", "-32600", "-32600");
        assertThat(told(silent)).isEqualTo("202 nothing");
        assertThat(told(tooMany)).isEqualTo("400 -32600 null");
    }

    @Test
    void whatIsHugeOrDeepIsAnswered() throws Exception {
        RepriseServer server = server();
        int deep = 100_000;
        String nested = "[".repeat(deep) + "]".repeat(deep);
        String huge = "x".repeat(500_000);
        String before = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":";

        assertThat(post(server, nested).body()).contains("-32600").hasSizeLessThan(1_000);
        assertThat(told(post(server, before + "\"ping\",\"params\":{\"a\":" + nested + "}}")))
                .isEqualTo("200 result 1");
        assertThat(told(post(
                        server,
                        before + "\"tools/call\",\"params\":{\"name\":\"stats\",\"arguments\":{\"a\":" + nested
                                + "}}}")))
                .isEqualTo("200 result 1");
        assertThat(told(post(server, "{\"jsonrpc\":\"2.0\",\"id\":" + nested + ",\"method\":\"ping\"}")))
                .isEqualTo("400 -32600 null");
        assertThat(post(server, before + "\"" + huge + "\"}").body()).hasSizeLessThan(1_000);
        assertThat(told(post(server, "{\"jsonrpc\":\"2.0\",\"id\":\"" + huge + "\",\"method\":\"ping\"}")))
                .isEqualTo("200 result \"" + huge + "\"");
        assertThat(told(post(server, before + "\"" + huge + huge + huge + "\"}")))
                .isEqualTo("413 -32600 null");
    }

    @Test
    void bytesThatAreNoTextAreAnswered() throws Exception {
        RepriseServer server = server();

        assertThat(told(post(server, new byte[] {'{', (byte) 0xff, '}'}))).isEqualTo("400 -32700 null");
        assertThat(told(post(server, new byte[] {0, 0}))).isEqualTo("400 -32700 null");
        assertThat(told(post(server, "{\"jsonrpc\":\"2.0\",\"id\":\"\\u0000\",\"method\":\"ping\"}")))
                .isEqualTo("200 result \"\\u0000\"");
        assertThat(told(post(server, new byte[0]))).isEqualTo("400 -32700 null");
    }

    @Test
    void aRevisionThatNobodyKnowsIsNamedWithThoseThatAreKnown() throws Exception {
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        HttpResponse<String> answer = post(server(), ping, "MCP-Protocol-Version", "1999-01-01");

        assertThat(told(answer)).isEqualTo("400 -32022 1");
        assertThat(Json.parse(answer.body()).list("error", "data", "supported")).isNotEmpty();
    }

    @Test
    void whatHttpGetsWrongHasAStatusOfHttp() throws Exception {
        RepriseServer server = server();
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

        for (String type : List.of("text/plain", "application/jsonx", "application/x-www-form-urlencoded")) {
            assertThat(post(server, ping, "content-type", type).statusCode())
                    .as(type)
                    .isEqualTo(415);
        }
        assertThat(post(server, ping, "content-type", "application/json; charset=utf-8")
                        .statusCode())
                .isEqualTo(200);
        for (String accepted : List.of("*/*", "application/*;q=0.5", "text/html, application/json")) {
            assertThat(post(server, ping, "accept", accepted).statusCode())
                    .as(accepted)
                    .isEqualTo(200);
        }
        assertThat(post(server, ping, "accept", "text/html").statusCode()).isEqualTo(406);
        assertThat(post(server, ping, "origin", "https://evil.example").statusCode())
                .isEqualTo(403);
        for (String method : List.of("GET", "DELETE", "PUT")) {
            HttpResponse<String> answer = ServerFixture.ask(
                    HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/mcp"))
                            .header("accept", "text/event-stream")
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build());
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().firstValue("allow")).as(method).contains("POST, OPTIONS");
        }
    }
}
