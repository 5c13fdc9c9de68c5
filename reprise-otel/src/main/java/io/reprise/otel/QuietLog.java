package io.reprise.otel;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the SDK from writing to standard error what nobody has masked, and each few seconds. Whoever has set a level gets it. */
final class QuietLog implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.opentelemetry");
    private final boolean isOurs = logger.getLevel() == null;

    QuietLog() {
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
