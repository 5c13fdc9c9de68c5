package io.reprise.server.upstream;

import io.reprise.server.http.EventLoop;
import io.reprise.server.http.RequestScope;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Notices when nothing has arrived for a while. Runs on one event loop, on which it has one timer at most. */
final class IdleDetector {
    private static final long IDLE_MS = 200;

    private final RequestScope scope;
    private final Runnable onIdle;
    private long lastNanos;
    private EventLoop.@Nullable Timer timer;

    /** @param onIdle run when nothing has arrived for a fifth of a second */
    IdleDetector(RequestScope scope, Runnable onIdle) {
        this.scope = scope;
        this.onIdle = onIdle;
    }

    /** Something has arrived. */
    void arrived() {
        lastNanos = System.nanoTime();
        if (timer == null) {
            timer = scope.after(IDLE_MS, this::check);
        }
    }

    private void check() {
        timer = null;
        long idle = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastNanos);
        if (idle < IDLE_MS) {
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
