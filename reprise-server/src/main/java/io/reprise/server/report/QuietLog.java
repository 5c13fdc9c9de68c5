package io.reprise.server.report;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps a library from writing to standard error, past the journal and past its mask. Whoever has set a level gets it. */
public final class QuietLog implements AutoCloseable {
    private final Logger logger;
    private final boolean isOurs;

    /**
     * Silences it until this is closed.
     *
     * @param name of the library's logger
     */
    public QuietLog(String name) {
        this.logger = Logger.getLogger(name);
        this.isOurs = logger.getLevel() == null;
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
