package io.reprise.server.replay;

import io.reprise.server.request.ClientConnection;
import io.reprise.server.request.ClientConnection.Abort;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The answers to which nothing more is sent, and which are not ended either. One for each event loop. */
public final class OpenAnswers {
    private final Set<ClientConnection> clients = ConcurrentHashMap.newKeySet();

    void add(ClientConnection client) {
        if (!client.isClosed()) {
            clients.add(client);
            client.markEndless();
            client.whenClosed(() -> clients.remove(client));
        }
    }

    /** How many there are. */
    public int count() {
        return clients.size();
    }

    /** Ends them all, so that nobody waits for them when the server stops. To be called on the event loop. */
    public void endAll() {
        clients.forEach(client -> client.abort(Abort.CUT));
        clients.clear();
    }
}
