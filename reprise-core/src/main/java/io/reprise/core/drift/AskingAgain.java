package io.reprise.core.drift;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.MessagePart.ToolCall;
import io.reprise.core.conversation.MessagePart.ToolResult;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides whether the request of a recording can be sent once more, and its answer compared. */
public final class AskingAgain {
    private static final int ERROR = 400;

    private AskingAgain() {}

    /** Why it cannot, in words for people; empty if it can. */
    public static Optional<String> obstacle(Store.Entry entry) {
        ParsedRequest request = entry.question().parsed();
        ParsedResponse answer = new ParsedResponse(entry.recording().exchange().response());
        if (entry.recording().exchange().socket().isPresent()) {
            return Optional.of("it is a conversation over a WebSocket");
        }
        int status = request.family().status(answer);
        if (status >= ERROR) {
            return Optional.of(
                    "its recorded answer is an error (status " + status + "), which says nothing of today's answers");
        }
        if (answer.response().ending() != Ending.COMPLETE) {
            return Optional.of("its recorded answer is incomplete");
        }
        if (!request.family().asksModel(request) && !request.family().isModelList()) {
            return Optional.of("its request may change something at the upstream, or asks for what the upstream keeps: "
                    + request.request().method() + " " + request.request().path()
                    + " neither asks a model nor lists models");
        }
        if (isMasked(request.request())) {
            return Optional.of(
                    "its request had credentials, which are masked in the recording, so that it cannot be sent");
        }
        if (usesOtherServers(request.json().orElse(Json.NULL))) {
            return Optional.of("its request lets the upstream call tools of other servers, which may change something");
        }
        return StateReferences.first(request.json().orElse(Json.NULL))
                .map(found -> "its request names '" + found.id() + "' (" + found.name()
                        + "), which the upstream may have forgotten")
                .or(() -> resultWithoutCall(request));
    }

    /** By the Model Context Protocol, with nobody who is asked before. */
    private static boolean usesOtherServers(Json body) {
        return !body.list("mcp_servers").isEmpty()
                || body.list("tools").stream()
                        .anyMatch(tool -> tool.text("type").equals("mcp"));
    }

    private static boolean isMasked(Request request) {
        return request.body().contains(Bytes.utf8(Redaction.MASK))
                || request.path().contains("%5Bmasked%5D")
                || request.query().contains("%5Bmasked%5D");
    }

    /** A request that has the call as well as its result has all that the upstream needs. */
    private static Optional<String> resultWithoutCall(ParsedRequest request) {
        List<MessagePart> parts = request.family().asked(request).stream()
                .map(ChatMessage::parts)
                .flatMap(List::stream)
                .toList();
        Set<String> calls = parts.stream()
                .filter(ToolCall.class::isInstance)
                .map(call -> ((ToolCall) call).id())
                .collect(Collectors.toSet());
        return parts.stream()
                .filter(ToolResult.class::isInstance)
                .map(result -> ((ToolResult) result).id())
                .filter(id -> !id.isEmpty() && !calls.contains(id) && !calls.contains(""))
                .findFirst()
                .map(id -> "its request has the result of the tool call '" + id + "', but not the call");
    }
}
