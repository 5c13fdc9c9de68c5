package io.reprise.cli.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Ends the process where it cannot end by itself. What it says and does is made in advance, so that it needs no memory. */
public final class EndOfProcess {
    /** What a stop may take longer than the settings say. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);

    /** The launcher says the same, where the JVM itself notices it. */
    private final byte[] outOfMemory =
            ("reprise: the memory ran out, so the program has ended, and answers that were being"
                            + " recorded are lost; REPRISE_JAVA_OPTS=-Xmx2g gives it more memory, a lower limits.memory leaves"
                            + " more of it free\n")
                    .getBytes(StandardCharsets.UTF_8);

    private final byte[] late = ("reprise: it could not stop in time, so the program has ended, and answers that were"
                    + " being recorded are lost\n")
            .getBytes(StandardCharsets.UTF_8);

    /** A process without memory can be relied on for nothing. */
    public void outOfMemory() {
        end(outOfMemory);
    }

    /** Ends the process if it is still there when it should have stopped. */
    public void watch(StopSignals signals, Duration drain) {
        long millis = drain.plus(GRACE).toMillis();
        Thread thread = new Thread(() -> endAfter(signals, millis), "reprise-stop");
        thread.setDaemon(true);
        thread.start();
    }

    private void endAfter(StopSignals signals, long millis) {
        try {
            signals.await();
            Thread.sleep(millis);
            end(late);
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(byte[] words) {
        try {
            err.write(words);
        } catch (IOException closed) {
            // Nobody is there to read it.
        } finally {
            Runtime.getRuntime().halt(ExitCode.ATTENTION);
        }
    }
}
