package io.reprise.server;

import io.reprise.core.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest;

/** Messages to a server in the Model Context Protocol, as JSON. */
final class McpCalls {
    private McpCalls() {}

    /** @param parameters an object */
    static Json post(RepriseServer server, String method, String parameters) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(ServerFixture.url(server).resolve("/__reprise/mcp"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + parameters + "}"))
                .build();
        return Json.parse(ServerFixture.ask(request).body());
    }

    /**
     * What a tool says, or why it does not.
     *
     * @param arguments an object
     */
    static String text(RepriseServer server, String tool, String arguments) throws IOException, InterruptedException {
        Json answer = post(server, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
        return answer.get("result")
                .map(result -> result.list("content").get(0).text("text"))
                .orElseGet(() -> answer.text("error", "message"));
    }
}
