package io.reprise.cli.process;

import io.reprise.cli.child.Signals;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for SIGTERM, SIGINT (Ctrl-C) or SIGHUP, so that the program can end normally. A second signal ends the process
 * at once.
 */
public final class StopSignals {
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");
    private final CountDownLatch wish = new CountDownLatch(1);

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

    private void stop() {
        if (wish.getCount() == 0) {
            Runtime.getRuntime().halt(ExitCode.STOPPED);
        }
        wish.countDown();
    }
}
