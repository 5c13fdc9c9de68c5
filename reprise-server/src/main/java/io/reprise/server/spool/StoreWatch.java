package io.reprise.server.spool;

import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the store is away and when it is back, says so once, and delivers then what waits. It looks at what others have noticed once a
 * second. While the store is away, it tries to reach it, less and less often, and not in the same moment as other servers. Thread-safe.
 */
public final class StoreWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long STOP_MILLIS = 2_000;

    private final Parts parts;
    private final Thread thread = new Thread(this::run, "reprise-store");
    private @Nullable String reason;
    private boolean isClosed;

    /**
     * What it takes care of.
     *
     * @param keeper of the store, which keeps ids as they come
     * @param delivered takes what has been delivered
     * @param say tells people
     * @param meaning what happens to requests while the store is away, for people
     */
    public record Parts(
            Store store,
            Optional<Spool> spool,
            RecordingKeeper keeper,
            Consumer<Store.Entry> delivered,
            Consumer<String> say,
            String meaning) {}

    public StoreWatch(Parts parts) {
        this.parts = parts;
        thread.setDaemon(true);
    }

    /** Begins; a directory needs nobody who looks at it. */
    public void start() {
        if (parts.spool().isPresent() || parts.store().directory().isEmpty()) {
            thread.start();
        }
    }

    /** Notes that the store did not do something because it is away. */
    public void noteAway(StoreException failed) {
        noteAway(String.valueOf(failed.getMessage()));
    }

    private void noteAway(String why) {
        synchronized (this) {
            if (reason != null || isClosed) {
                return;
            }
            reason = why;
            notifyAll();
        }
        parts.say().accept("the store is away: " + why + ". " + parts.meaning());
    }

    /** Why the store is away; empty if it is not, as far as is known. */
    public synchronized Optional<String> away() {
        return Optional.ofNullable(reason);
    }

    /** What waits on local disk; empty if nothing can. */
    public Optional<Spooled> spooled() {
        return parts.spool().map(Spool::spooled);
    }

    private void run() {
        long pause = LOOK_MILLIS;
        boolean isFirst = true; // what an earlier server has left is delivered at once
        while (isFirst || await(pause)) {
            isFirst = false;
            parts.store().away().ifPresent(this::noteAway);
            boolean isAway = away().isPresent();
            if (isAway || parts.spool().filter(Spool::isAnyWaiting).isPresent()) {
                pause = tryNow() ? LOOK_MILLIS : Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            } else {
                pause = LOOK_MILLIS;
            }
        }
    }

    /** Whether the store is there, and has all that waited. */
    private boolean tryNow() {
        int before = refused();
        Spool.Delivered delivered = new Spool.Delivered(0, 0);
        try {
            parts.store().check();
            if (parts.spool().isPresent()) {
                delivered =
                        parts.spool().get().deliver(parts.store(), parts.keeper(), parts.delivered(), this::isClosed);
            }
        } catch (StoreException failed) {
            noteAway(failed);
            return false;
        } catch (RuntimeException unexpected) {
            noteAway(String.valueOf(unexpected.getMessage()));
            return false;
        }
        noteBack(delivered);
        if (refused() > before) {
            sayRefused();
        }
        return true;
    }

    private void noteBack(Spool.Delivered delivered) {
        boolean wasAway;
        synchronized (this) {
            wasAway = reason != null;
            reason = null;
        }
        String words = words(delivered);
        if (wasAway) {
            parts.say().accept("the store is back" + words);
        } else if (!words.isEmpty()) {
            parts.say().accept("the store is there" + words);
        }
    }

    private static String words(Spool.Delivered delivered) {
        int kept = delivered.kept();
        int needless = delivered.needless();
        return (kept == 0
                        ? ""
                        : "; " + kept + (kept == 1 ? " answer" : " answers") + " from local disk "
                                + (kept == 1 ? "is" : "are") + " in it now")
                + (needless == 0
                        ? ""
                        : "; " + needless + (needless == 1 ? " is" : " are")
                                + " not needed, because it has other answers to the same questions");
    }

    private int refused() {
        return spooled().map(spooled -> spooled.refused().size()).orElse(0);
    }

    private void sayRefused() {
        spooled()
                .orElseThrow()
                .refused()
                .forEach((file, why) ->
                        parts.say().accept("NOT DELIVERED, and still on local disk: '" + file + "': " + why));
    }

    /** What came at the end, without waiting for long. */
    private void deliverLast() {
        long end = System.nanoTime() + STOP_MILLIS * 1_000_000;
        if (thread.isAlive()
                || away().isPresent()
                || parts.spool().filter(Spool::isAnyWaiting).isEmpty()) {
            return;
        }
        try {
            Spool.Delivered unused = parts.spool()
                    .get()
                    .deliver(parts.store(), parts.keeper(), parts.delivered(), () -> System.nanoTime() - end > 0);
        } catch (RuntimeException away) {
            // then the next server does it
        }
    }

    private synchronized boolean isClosed() {
        return isClosed;
    }

    /** Waits for half of the pause at least, and no longer than it. False when it is over. */
    private synchronized boolean await(long pause) {
        long half = pause / 2;
        long end = System.nanoTime()
                + 1_000_000 * (half + ThreadLocalRandom.current().nextLong(half));
        try {
            long left = end - System.nanoTime();
            while (!isClosed && left > 0) {
                wait(left / 1_000_000 + 1);
                left = end - System.nanoTime();
            }
        } catch (InterruptedException stopped) {
            isClosed = true;
        }
        return !isClosed;
    }

    /** Ends the thread; what waits then is delivered once more if the store is not away. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        deliverLast();
        parts.spool().ifPresent(Spool::close);
    }
}
