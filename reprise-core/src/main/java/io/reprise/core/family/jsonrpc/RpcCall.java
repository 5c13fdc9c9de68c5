package io.reprise.core.family.jsonrpc;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.Titles;
import io.reprise.core.family.openai.ContentParts;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request or notification, or an answer that a client gives.
 *
 * @param method empty for an answer
 */
record RpcCall(String method, Json params, Json whole) {

    /** The calls of a request, of which older clients send several. */
    static List<RpcCall> of(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        return (body instanceof Json.JsonArray ? body.items().stream() : Stream.of(body))
                .filter(call -> call instanceof Json.JsonObject)
                .map(call -> new RpcCall(call.text("method"), call.get("params").orElse(Json.NULL), call))
                .toList();
    }

    /** The id of a request that is to be answered; notifications have none. */
    Optional<Json> id() {
        return method.isEmpty() ? Optional.empty() : whole.get("id").filter(id -> !id.equals(Json.NULL));
    }

    String title() {
        String said = Titles.of(params.at("message").orElse(Json.NULL));
        String about = Stream.of("name", "uri", "level", "taskId", "id")
                .map(params::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        return said.isEmpty() ? (method + " " + about).strip() : said;
    }

    ChatMessage message() {
        List<MessagePart> said = ContentParts.of(params.at("message", "parts").orElse(Json.NULL));
        if (!said.isEmpty()) {
            return new ChatMessage("user", said);
        }
        boolean isTool = method.equals("tools/call");
        Json arguments = isTool ? params.get("arguments").orElse(Json.NULL) : params;
        return ChatMessage.of(
                "client",
                new MessagePart.ToolCall(
                        isTool ? params.text("name") : method,
                        arguments.equals(Json.NULL) ? "" : arguments.write(Layout.COMPACT)));
    }
}
