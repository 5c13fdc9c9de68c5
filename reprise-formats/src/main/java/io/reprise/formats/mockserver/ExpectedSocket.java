package io.reprise.formats.mockserver;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.store.Recording;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.Stubs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The WebSocket conversation of an expectation in which only the server speaks: its messages, and the end. */
final class ExpectedSocket {
    static final String ACTION = "httpWebSocketResponse";

    private ExpectedSocket() {}

    /** @throws NotImportedException if its messages depend on what a client sends */
    static Found found(Json expectation, RecordedCall call, String origin, List<Loss> losses) {
        Json response = expectation.get(ACTION).orElse(Json.NULL);
        if (!response.list("matchers").isEmpty()
                || response.get("graphqlSubscriptionFilter").isPresent()) {
            throw new NotImportedException("its WebSocket conversation depends on what a client sends");
        }
        List<SocketMessage> messages = new ArrayList<>();
        long at = ExpectedResponse.delay(response);
        for (Json message : response.list("messages")) {
            at += ExpectedResponse.delay(message);
            Optional<SocketMessage> said = message(message, at);
            said.ifPresent(messages::add);
        }
        if (messages.isEmpty()) {
            throw new NotImportedException("its WebSocket conversation has no messages");
        }
        boolean isClosed =
                response.get("closeConnection").filter(Json.FALSE::equals).isEmpty();
        SocketConversation conversation = new SocketConversation(
                messages,
                isClosed
                        ? Optional.of(
                                new SocketConversation.Close(at, Sender.UPSTREAM, SocketConversation.NO_STATUS, ""))
                        : Optional.empty());
        String protocol = response.text("subprotocol");
        Headers headers = protocol.isEmpty() ? Headers.NONE : Headers.of("sec-websocket-protocol", protocol);
        Exchange exchange = Exchange.conversation(call.request(), headers, conversation, Ending.COMPLETE);
        return new Found.Converted(
                origin, new Recording(TestId.NONE, call.upstream(), 1, exchange, Optional.empty()), losses);
    }

    private static Optional<SocketMessage> message(Json message, long at) {
        Optional<String> binary = message.get("binary").flatMap(Json::string);
        return binary.isPresent()
                ? binary.map(bytes -> new SocketMessage(at, Sender.UPSTREAM, true, Stubs.base64(bytes)))
                : message.get("text").flatMap(Json::string).map(text -> SocketMessage.text(at, Sender.UPSTREAM, text));
    }
}
