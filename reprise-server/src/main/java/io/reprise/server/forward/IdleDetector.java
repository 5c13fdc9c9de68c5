package io.reprise.server.forward;

import io.reprise.server.network.EventLoop;
import io.reprise.server.request.RequestScope;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices when nothing has arrived for a while, or when so much goes on arriving that it is time to look at it. Runs on one event
 * loop, on which it has one timer at most.
 */
final class IdleDetector {
    private static final long IDLE_MS = 200;

    /** An upstream may go on to send comments after its end mark. */
    private static final long LONGEST_MS = 1_000;

    private final RequestScope scope;
    private final Runnable onIdle;
    private long firstNanos;
    private long lastNanos;
    private EventLoop.@Nullable Timer timer;

    /** @param onIdle run when nothing has arrived for a fifth of a second, and each second while something does */
    IdleDetector(RequestScope scope, Runnable onIdle) {
        this.scope = scope;
        this.onIdle = onIdle;
    }

    /** Something has arrived. */
    void arrived() {
        lastNanos = System.nanoTime();
        if (timer == null) {
            firstNanos = lastNanos;
            timer = scope.after(IDLE_MS, this::check);
        }
    }

    private void check() {
        timer = null;
        long now = System.nanoTime();
        long idle = TimeUnit.NANOSECONDS.toMillis(now - lastNanos);
        if (idle < IDLE_MS && now - firstNanos < TimeUnit.MILLISECONDS.toNanos(LONGEST_MS)) {
            timer = scope.after(IDLE_MS - idle, this::check);
        } else {
            onIdle.run();
        }
    }

    /** Nothing more is waited for. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
