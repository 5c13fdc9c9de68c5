package io.reprise.cli.mcp;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Has messages of the Model Context Protocol answered by a server that runs elsewhere. */
final class McpRelay {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final int INTERNAL = -32603;
    private static final int NOT_JSON = -32700;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI server;
    private final Optional<String> token;
    /** What the handshake has agreed on; empty as long as there was none. */
    private String revision = "";

    McpRelay(URI server, Optional<String> token) {
        this.server = server;
        this.token = token;
    }

    /** Why the server cannot be asked now; empty if it answers. It may be started later. */
    Optional<String> trouble() {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/__reprise/health"))
                .timeout(FIRST)
                .GET()
                .build();
        try {
            client.send(request, HttpResponse.BodyHandlers.discarding());
            return Optional.empty();
        } catch (IOException away) {
            return Optional.of(away());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String away() {
        return "no server answers at " + server.resolve("/") + "; start one with 'reprise serve', or correct --url";
    }

    /** The answer; empty for a message that has none. */
    Optional<Json> answer(Bytes text) {
        Optional<Json> message = Json.tryParse(text);
        try {
            HttpResponse<String> response =
                    client.send(request(text, message), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            Optional<Json> answer = Json.tryParse(response.body());
            boolean isAnswer = answer.filter(
                            json -> json.text("jsonrpc").equals("2.0") || json instanceof Json.JsonArray)
                    .isPresent();
            if (isAnswer) {
                answer.flatMap(json -> json.at("result", "protocolVersion"))
                        .flatMap(Json::string)
                        .ifPresent(agreed -> revision = agreed);
                return answer;
            }
            return response.statusCode() == 202
                    ? Optional.empty()
                    : failed(
                            message, "the server answers with status " + response.statusCode() + ": " + reason(answer));
        } catch (IOException away) {
            return failed(message, away());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return failed(message, "the program stops");
        }
    }

    private static String reason(Optional<Json> answer) {
        return answer.flatMap(json -> json.at("error", "message").or(() -> json.get("error")))
                .flatMap(Json::string)
                .orElse("it is no server of Reprise");
    }

    private HttpRequest request(Bytes text, Optional<Json> message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server)
                .timeout(LONGEST)
                .header("content-type", "application/json")
                .header("accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(text.toArray()));
        token.ifPresent(value -> request.header("x-reprise-token", value));
        Optional<String> own = message.flatMap(
                        json -> json.at("params", "_meta", "io.modelcontextprotocol/protocolVersion"))
                .flatMap(Json::string)
                .filter(McpRelay::fitsIntoAHeader);
        if (own.isPresent()) {
            request.header("mcp-protocol-version", own.get());
            header(request, "mcp-method", message.orElseThrow().text("method"));
            header(request, "mcp-name", message.orElseThrow().text("params", "name"));
        } else if (!revision.isEmpty()) {
            request.header("mcp-protocol-version", revision);
        }
        return request.build();
    }

    private static void header(HttpRequest.Builder request, String name, String value) {
        if (!value.isEmpty()) {
            request.header(name, fitsIntoAHeader(value) ? value : coded(value));
        }
    }

    private static boolean fitsIntoAHeader(String value) {
        return value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static String coded(String value) {
        return "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    /** An error for a request, and for what is no message; nothing for a notification. Each request of a batch has an error of its own. */
    private static Optional<Json> failed(Optional<Json> message, String reason) {
        if (message.isEmpty()) {
            return Optional.of(error(Json.NULL, NOT_JSON, "the message is not JSON in UTF-8"));
        }
        if (message.get() instanceof Json.JsonArray batch) {
            List<Json> errors = batch.items().stream()
                    .flatMap(each -> failed(Optional.of(each), reason).stream())
                    .toList();
            return errors.isEmpty() && !batch.items().isEmpty()
                    ? Optional.empty()
                    : Optional.of(errors.isEmpty() ? error(Json.NULL, INTERNAL, reason) : new Json.JsonArray(errors));
        }
        boolean isObject = message.get() instanceof Json.JsonObject;
        return isObject && message.get().get("id").isEmpty()
                ? Optional.empty()
                : Optional.of(error(message.get().get("id").orElse(Json.NULL), INTERNAL, reason));
    }

    private static Json error(Json id, int code, String reason) {
        boolean isId = id instanceof Json.JsonString || id instanceof Json.JsonNumber;
        return new JsonObjectBuilder()
                .with("jsonrpc", "2.0")
                .with("id", isId ? id : Json.NULL)
                .with(
                        "error",
                        new JsonObjectBuilder()
                                .with("code", code)
                                .with("message", reason)
                                .done())
                .done();
    }
}
