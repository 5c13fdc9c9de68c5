package io.reprise.server;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Notices when something that goes on has paused. Runs on one event loop, on which it has one timer at most. */
final class IdleDetector {
    private static final long NO_TIMER = -1;
    private static final long PAUSE_MS = 200;

    private final Vertx vertx;
    private final Runnable onPause;
    private long lastNanos;
    private long timer = NO_TIMER;

    /** @param onPause run when nothing has gone on for a fifth of a second */
    IdleDetector(Vertx vertx, Runnable onPause) {
        this.vertx = vertx;
        this.onPause = onPause;
    }

    /** It goes on. */
    void stir() {
        lastNanos = System.nanoTime();
        if (timer == NO_TIMER) {
            timer = vertx.setTimer(PAUSE_MS, late -> look());
        }
    }

    private void look() {
        timer = NO_TIMER;
        long quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastNanos);
        if (quiet < PAUSE_MS) {
            timer = vertx.setTimer(PAUSE_MS - quiet, late -> look());
        } else {
            onPause.run();
        }
    }

    /** It is over: nobody waits any more. */
    void end() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
