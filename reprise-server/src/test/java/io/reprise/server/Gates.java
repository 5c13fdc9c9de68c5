package io.reprise.server;

/** Where upstreams and slow clients wait until the script of a test lets them go on. */
final class Gates {
    private int permits;
    private int waiting;
    private boolean areOpen;

    /** Waits until it may go on. */
    synchronized void pass() throws InterruptedException {
        waiting++;
        try {
            while (permits == 0 && !areOpen) {
                wait();
            }
        } finally {
            waiting--;
        }
        permits = Math.max(0, permits - 1);
    }

    /** Whether somebody waits. */
    synchronized boolean isAwaited() {
        return waiting > 0;
    }

    /** Lets so many go on that wait, now or later. */
    synchronized void open(int count) {
        permits += count;
        notifyAll();
    }

    /** Nobody waits from now on. */
    synchronized void openAll() {
        areOpen = true;
        notifyAll();
    }

    /** Who comes from now on waits. */
    synchronized void close() {
        areOpen = false;
        permits = 0;
    }
}
