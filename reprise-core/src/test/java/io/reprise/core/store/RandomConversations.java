package io.reprise.core.store;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketConversation.Close;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.TestId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** WebSocket conversations of all kinds of messages. */
public final class RandomConversations {
    private static final List<String> TEXTS = List.of(
            "{\"type\":\"response.create\"}",
            "{\"type\": \"session.created\", \"session\": {\"id\": \"sess_1\"}}",
            "{ \"odd\" :1 }",
            "{\"n\":-0.10,\"big\":123456789012345678901234567890,\"e\":1E5}",
            "{\"text\":\"Schr\\u00f6dinger \uD83D\uDE00 \\ud83d\"}",
            "{\n  \"a\": [\n    1\n  ]\n}",
            "{\"a\":1,\"a\":2}\n",
            "[]",
            "12",
            "\"x\"",
            "true",
            "ping",
            "{\"cut\":",
            " \t\u0001\n",
            "\uFEFF{}",
            "");

    private final Random random;

    public RandomConversations(long seed) {
        this.random = new Random(seed);
    }

    public Recording next() {
        Request handshake = new Request(
                "GET",
                any(List.of("/v1/realtime", "/", "/ws/x.BidiGenerateContent")),
                any(List.of("", "model=m")),
                Headers.NONE,
                Bytes.EMPTY);
        Headers response = any(List.of(Headers.NONE, Headers.of("sec-websocket-protocol", "realtime")));
        return new Recording(
                new TestId(any(List.of("", "a test"))),
                any(List.of("", "openai")),
                1 + random.nextInt(3),
                Exchange.conversation(handshake, response, conversation()));
    }

    private SocketConversation conversation() {
        List<SocketMessage> messages = new ArrayList<>();
        long at = 0;
        for (int i = random.nextInt(8); i > 0; i--) {
            at += random.nextInt(50);
            boolean isBinary = random.nextInt(3) == 0;
            messages.add(new SocketMessage(
                    at, any(List.of(Sender.values())), isBinary, isBinary ? bytes() : Bytes.utf8(any(TEXTS))));
        }
        Optional<Close> close = random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(new Close(
                        at,
                        any(List.of(Sender.values())),
                        any(List.of(1000, SocketConversation.NO_STATUS, 4404)),
                        any(List.of("", "ü \" \n"))));
        return new SocketConversation(messages, close);
    }

    private Bytes bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return random.nextBoolean()
                ? Bytes.owning(bytes)
                : Bytes.owning(any(TEXTS).getBytes(StandardCharsets.UTF_8));
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
