package io.reprise.core.family.jsonrpc;

import static java.util.Map.entry;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.VolatileMembers;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The answer to one request.
 *
 * @param id of the request; null if it could not be read
 * @param result null for an error
 * @param error null for a result
 */
record RpcAnswer(Json id, Json result, Json error) {
    static final Bytes RESULT = Bytes.utf8("\"result\"");
    static final Bytes ERROR = Bytes.utf8("\"error\"");

    /** States after which nothing more is told of a task (A2A protocol, "TaskState"). */
    private static final Set<String> FINAL_STATES =
            Set.of("completed", "failed", "canceled", "cancelled", "rejected", "input-required", "auth-required");

    private static final int INTERNAL = -32603;
    private static final int UNNAMED = -32000;
    private static final int INVALID = -32600;

    /** {@code id} of an answer is the one of its request, which is the question's. */
    private static final VolatileMembers MEMBERS = new VolatileMembers(
            Map.ofEntries(
                    entry("id", Volatility.ID),
                    entry("taskId", Volatility.ID),
                    entry("contextId", Volatility.ID),
                    entry("messageId", Volatility.ID),
                    entry("artifactId", Volatility.ID),
                    entry("sessionId", Volatility.ID),
                    entry("elicitationId", Volatility.ID),
                    entry("nextCursor", Volatility.ID),
                    entry("timestamp", Volatility.TIME),
                    entry("createdAt", Volatility.TIME),
                    entry("lastUpdatedAt", Volatility.TIME)),
            Map.of(),
            Set.of(),
            Set.of("arguments", "structuredContent", "inputSchema", "outputSchema", "_meta", "metadata", "data"));

    static Optional<Volatility> volatility(String path, String name) {
        return path.contains(".result") ? MEMBERS.of(path, name) : Optional.empty();
    }

    /** The answers that a value holds: itself, or those in a list. */
    static Stream<RpcAnswer> of(Json payload) {
        return (payload instanceof Json.JsonArray ? payload.items().stream() : Stream.of(payload))
                .filter(message -> message.get("method").isEmpty())
                .filter(message -> message.get("result").isPresent()
                        || message.get("error").isPresent())
                .map(message -> new RpcAnswer(
                        message.get("id").orElse(Json.NULL),
                        message.get("result").orElse(Json.NULL),
                        message.get("error").orElse(Json.NULL)));
    }

    static List<RpcAnswer> of(ParsedResponse response) {
        return IntStream.range(0, response.response().chunks().size())
                .boxed()
                .flatMap(response::values)
                .flatMap(RpcAnswer::of)
                .toList();
    }

    /** Whether nothing more comes for this request. Only updates of a task come one after the other. */
    boolean isFinal() {
        String kind = result.text("kind");
        boolean isUpdate = Set.of("status-update", "artifact-update", "task").contains(kind)
                || Stream.of("statusUpdate", "artifactUpdate", "task")
                        .anyMatch(name -> result.get(name).isPresent());
        return !error.equals(Json.NULL) || !isUpdate || isFinalUpdate();
    }

    private boolean isFinalUpdate() {
        return Stream.of(Optional.of(result), result.get("statusUpdate"), result.get("task"))
                .flatMap(Optional::stream)
                .anyMatch(
                        update -> update.get("final").filter(Json.TRUE::equals).isPresent()
                                || FINAL_STATES.contains(state(update.text("status", "state"))));
    }

    private static String state(String spelled) {
        return spelled.toLowerCase(Locale.ROOT).replace("task_state_", "").replace('_', '-');
    }

    /** The status that an error means: whether the server failed, or the request is wrong. */
    Optional<Integer> errorStatus() {
        String code = error.get("code")
                .map(value -> value instanceof Json.JsonNumber number ? number.spelling() : "")
                .orElse("");
        boolean isServers = code.equals(String.valueOf(INTERNAL)) || code.equals(String.valueOf(UNNAMED));
        return error instanceof Json.JsonObject
                ? Optional.of(isServers || code.isEmpty() ? 500 : 400)
                : Optional.empty();
    }

    /** The code of an error that Reprise makes. */
    static int code(int status) {
        return status >= 500 ? INTERNAL : status == 400 ? INVALID : UNNAMED;
    }

    Optional<ChatMessage> message() {
        List<MessagePart> parts = new ArrayList<>();
        if (!error.equals(Json.NULL)) {
            parts.add(new MessagePart.Text(error.text("message")));
        }
        for (String[] place : new String[][] {
            {"content"}, {"contents"}, {"parts"}, {"artifact", "parts"}, {"status", "message", "parts"}
        }) {
            result.list(place).forEach(item -> parts.add(part(item)));
        }
        for (String list : List.of("tools", "resources", "prompts", "resourceTemplates")) {
            if (!result.list(list).isEmpty()) {
                parts.add(new MessagePart.Text(list + ": " + names(result.list(list))));
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new ChatMessage("server", parts));
    }

    private static String names(List<Json> things) {
        return things.stream().map(thing -> thing.text("name")).collect(Collectors.joining(", "));
    }

    private static MessagePart part(Json item) {
        Json resource = item.get("resource").orElse(item);
        String type = item.text("type").isEmpty() ? item.text("kind") : item.text("type");
        String data = resource.text("data") + resource.text("blob");
        if (!data.isEmpty()) {
            String mediaType = resource.text("mimeType");
            return MessagePart.Media.ofBase64(mediaType.isEmpty() ? type : mediaType, data);
        }
        return resource.get("text").isPresent()
                ? new MessagePart.Text(resource.text("text"))
                : new MessagePart.Media(type.isEmpty() ? "part" : type, OptionalLong.empty());
    }
}
