package io.reprise.server.network;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Vert.x from writing to standard error how connections have broken: with names of its classes, without a request, and as often as a
 * client likes. Who broke HTTP/2 is told by GOAWAY. Whoever has set a level gets it.
 */
public final class ConnectionLog implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.vertx.core.net.impl.ConnectionBase");
    private final boolean isOurs = logger.getLevel() == null;

    /** Silences it until this is closed. */
    public ConnectionLog() {
        if (isOurs) {
            logger.setLevel(Level.OFF);
        }
    }

    @Override
    public void close() {
        if (isOurs) {
            logger.setLevel(null);
        }
    }
}
