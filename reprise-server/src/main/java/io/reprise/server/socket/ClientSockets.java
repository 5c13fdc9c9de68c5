package io.reprise.server.socket;

import io.reprise.core.exchange.Headers;
import io.reprise.server.connection.ClientTimeouts;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.routing.Call;
import io.reprise.server.websocket.Handshake;
import io.reprise.server.websocket.WebSocket;
import java.util.Optional;
import java.util.function.Consumer;

/** Accepts the handshakes of clients. */
public final class ClientSockets {
    private final long maxMessage;
    private final ClientTimeouts.Sockets timeouts;

    /** @param maxMessage the longest message of a client, in bytes */
    public ClientSockets(long maxMessage, ClientTimeouts.Sockets timeouts) {
        this.maxMessage = maxMessage;
        this.timeouts = timeouts;
    }

    /** As the other method, where nothing else is to be done if the client has left already. */
    void accept(Call call, Headers answered, Optional<String> protocol, Consumer<WebSocket> then) {
        accept(call, answered, protocol, then, () -> {});
    }

    /**
     * Answers with status 101.
     *
     * @param answered the fields of the upstream's own answer
     * @param protocol that was chosen
     * @param then goes on with the client's end; nothing has been read from it
     * @param gone is done where the client has left already
     */
    void accept(Call call, Headers answered, Optional<String> protocol, Consumer<WebSocket> then, Runnable gone) {
        Headers head = call.handshake().orElseThrow().answer(protocol);
        for (Headers.Field field :
                Handshake.withoutOwn(answered).without("content-length").fields()) {
            head = head.plus(field.name(), field.value());
        }
        WebSocket.Setting setting = new WebSocket.Setting(call.scope().loop(), call.scope()::run, maxMessage, timeouts);
        WebSocket.accept(call.client(), head, setting)
                .whenComplete((socket, thrown) -> onLoop(call, () -> {
                    if (thrown == null) {
                        then.accept(socket);
                    } else {
                        gone.run();
                        call.finish(Verb.FORWARDED, 0, 0, "the client went away", Cost.NONE);
                    }
                }));
    }

    /** At once where it is the call's loop, since what the client sends must find someone who listens. */
    private static void onLoop(Call call, Runnable step) {
        if (call.scope().loop().isCurrent()) {
            call.scope().run(step);
        } else {
            call.scope().loop().execute(() -> call.scope().run(step));
        }
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
