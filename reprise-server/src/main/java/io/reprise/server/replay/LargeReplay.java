package io.reprise.server.replay;

import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.request.ClientConnection;
import io.reprise.server.request.RequestScope;
import io.reprise.server.request.ResponseHead;

/**
 * A large answer on its way to a client, as fast as the client takes it. Sent in pieces, so that no more than one waits in memory for a client
 * that reads slowly; and referred to until its end, so that others who ask for it meanwhile share it. Runs on the client's event loop.
 */
final class LargeReplay {
    /** In bytes; a smaller answer is sent in one write. */
    static final int LARGE = 1 << 20;

    private static final int PIECE = 128 << 10;

    private final PreparedResponse prepared;
    private final ClientConnection client;
    private final Player.Listener listener;
    private int sent;
    private boolean isDone;

    LargeReplay(PreparedResponse prepared, RequestScope scope, Player.Listener listener) {
        this.prepared = prepared;
        this.client = scope.client();
        this.listener = listener;
    }

    void start() {
        client.whenClosed(() -> end(false));
        client.whenWritable(this::send);
        client.start(head(prepared));
        send();
    }

    /** The length is known, as it is where all is sent at once. */
    static ResponseHead head(PreparedResponse prepared) {
        ResponseHead head = prepared.head();
        return prepared.ending().isClean() && head.isOfUnknownLength()
                ? new ResponseHead(
                        head.status(), head.headers().plus("content-length", String.valueOf(prepared.size())))
                : head;
    }

    private void send() {
        while (!isDone && sent < prepared.size() && client.isWritable()) {
            int length = (int) Math.min(PIECE, prepared.size() - sent);
            client.send(prepared.body().slice(sent, length));
            sent += length;
        }
        if (sent == prepared.size()) {
            end(true);
        }
    }

    private void end(boolean isWhole) {
        if (!isDone) {
            isDone = true;
            listener.ended(isWhole);
        }
    }
}
