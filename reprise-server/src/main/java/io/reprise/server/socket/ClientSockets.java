package io.reprise.server.socket;

import io.reprise.core.exchange.Headers;
import io.reprise.server.routing.Call;
import io.reprise.server.websocket.Handshake;
import io.reprise.server.websocket.WebSocket;
import java.util.Optional;
import java.util.function.Consumer;

/** Accepts the handshakes of clients. */
public final class ClientSockets {
    private final long maxMessage;

    /** @param maxMessage the longest message of a client, in bytes */
    public ClientSockets(long maxMessage) {
        this.maxMessage = maxMessage;
    }

    /**
     * Answers with status 101.
     *
     * @param answered the fields of the upstream's own answer
     * @param protocol that was chosen
     * @param then goes on with the client's end; nothing has been read from it
     */
    void accept(Call call, Headers answered, Optional<String> protocol, Consumer<WebSocket> then) {
        Headers head = call.handshake().orElseThrow().answer(protocol);
        for (Headers.Field field :
                Handshake.withoutOwn(answered).without("content-length").fields()) {
            head = head.plus(field.name(), field.value());
        }
        WebSocket.Setting setting = new WebSocket.Setting(call.scope().loop(), call.scope()::run, maxMessage);
        call.scope().await(WebSocket.accept(call.client(), head, setting), then);
    }

    /**
     * The protocol of a replay. Clients refuse one that they did not offer, and browsers also the lack of one where they offered some.
     *
     * @param recorded that the upstream had chosen
     */
    static Optional<String> protocol(Handshake handshake, Optional<String> recorded) {
        return recorded.filter(handshake.protocols()::contains)
                .or(() -> handshake.protocols().stream()
                        .filter(offered -> offered.indexOf('.') < 0) // others may carry a key
                        .findFirst())
                .or(() -> handshake.protocols().stream().findFirst());
    }
}
