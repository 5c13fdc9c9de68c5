package io.reprise.server.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/** What the requests of all runs take of the memory, in bytes; the figures are estimates. Safe for use by several threads. */
final class RunMemory {
    private final long limit;
    private final LongPredicate reclaim;
    private final AtomicLong used = new AtomicLong();

    /** @param reclaim gives back memory until so much is free; false if it cannot. Called without a lock. */
    RunMemory(long limit, LongPredicate reclaim) {
        this.limit = limit;
        this.reclaim = reclaim;
    }

    /** A request for which memory was taken. */
    record Taken(RunRequest request, long bytes) {}

    /** Takes memory for a request as far as it is there: for all of it, for what is left without its body, or not at all. */
    Optional<Taken> take(RunRequest whole) {
        return tryTake(whole, limit / 4).or(() -> tryTake(whole.brief(), limit / 4));
    }

    private Optional<Taken> tryTake(RunRequest request, long most) {
        long bytes = request.size();
        boolean isTaken = bytes <= most && (tryTake(bytes) || reclaim.test(bytes) && tryTake(bytes));
        return isTaken ? Optional.of(new Taken(request, bytes)) : Optional.empty();
    }

    private boolean tryTake(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    boolean hasRoom(long bytes) {
        return used.get() + bytes <= limit;
    }

    long used() {
        return used.get();
    }
}
