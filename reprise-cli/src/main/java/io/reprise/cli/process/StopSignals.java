package io.reprise.cli.process;

import io.reprise.cli.child.Signals;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for SIGTERM, SIGINT (Ctrl-C) or SIGHUP, so that the program can end normally. A second signal ends the process
 * at once, unless it comes with the first: {@code timeout} and some shells signal a process and its group.
 */
public final class StopSignals {
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");
    /** Signals within such a time are one; nobody presses Ctrl-C twice so quickly. */
    private static final long TOGETHER_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    private final CountDownLatch wish = new CountDownLatch(1);
    private long firstNanos;

    private StopSignals() {}

    /** Handles the signals from now on. */
    public static StopSignals install() {
        StopSignals signals = new StopSignals();
        NAMES.forEach(name -> Signals.handle(name, signals::stop));
        return signals;
    }

    /** Waits for the first of them. */
    public void await() throws InterruptedException {
        wish.await();
    }

    /** Does something at the first of them, in a thread of its own. */
    public void whenStopped(Runnable action) {
        Thread thread = new Thread(
                () -> {
                    try {
                        await();
                        action.run();
                    } catch (InterruptedException unexpected) {
                        Thread.currentThread().interrupt();
                    }
                },
                "reprise-stop");
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends the first of these signals to this process. */
    public static void raise() {
        Signals.raise(NAMES.get(0));
    }

    private synchronized void stop() {
        if (wish.getCount() > 0) {
            firstNanos = System.nanoTime();
            wish.countDown();
        } else if (System.nanoTime() - firstNanos > TOGETHER_NANOS) {
            Runtime.getRuntime().halt(ExitCode.STOPPED);
        }
    }
}
