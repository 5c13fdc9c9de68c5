package io.reprise.core.recording;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.StreamFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The messages of a conversation as chunks of a stream, so that it keeps of an earlier one what an answer does. */
final class MessageChunks {
    private MessageChunks() {}

    /** All messages of both sides, one chunk each; an answer that is no conversation as it is. */
    static Response of(Exchange exchange) {
        Response response = exchange.response();
        return exchange.socket()
                .map(SocketConversation::messages)
                .map(messages -> new Response(
                        response.status(),
                        response.headers(),
                        StreamFormat.MESSAGES,
                        messages.stream()
                                .map(message -> new Chunk(message.at(), message.bytes()))
                                .toList(),
                        response.ending()))
                .orElse(response);
    }

    /** {@code exchange} with what {@code change} makes of its answer, or of its messages, whose number stays. */
    static Exchange change(Exchange exchange, UnaryOperator<Response> change) {
        Response changed = change.apply(of(exchange));
        Optional<SocketConversation> socket = exchange.socket();
        if (socket.isEmpty()) {
            return exchange.with(changed);
        }
        List<SocketMessage> messages = new ArrayList<>();
        for (SocketMessage message : socket.get().messages()) {
            Chunk chunk = changed.chunks().get(messages.size());
            messages.add(new SocketMessage(chunk.at(), message.from(), message.isBinary(), chunk.bytes()));
        }
        return Exchange.conversation(
                exchange.request(),
                exchange.response().headers(),
                new SocketConversation(messages, socket.get().close()),
                exchange.response().ending());
    }
}
