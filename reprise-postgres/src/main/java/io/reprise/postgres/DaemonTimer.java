package io.reprise.postgres;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Threads for what is due now and then, which do not keep a program from ending. */
final class DaemonTimer {
    private DaemonTimer() {}

    /** One thread, which starts when it is first needed. */
    static ScheduledExecutorService named(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
    }
}
