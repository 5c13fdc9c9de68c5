package io.reprise.core.store.directory;

import io.reprise.core.content.BodyCost;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The memory that reading recordings may take: large ones wait for each other, and one that takes more than there is, is not read. */
public final class ReadingMemory {
    /** Smaller files are read in any case. In bytes. */
    private static final int SMALL = 256 << 10;

    /** Values take many times the size of a file, and several files are read at the same time. */
    private static final int PARTS = 32;

    private static final int SAMPLE = 64 << 10;
    private static final int UNIT = 1 << 10;

    private final long most;
    private final Semaphore units;

    /** @param most in bytes */
    public ReadingMemory(long most) {
        this.most = most;
        this.units = new Semaphore((int) Math.min(Integer.MAX_VALUE, most / UNIT), true);
    }

    long most() {
        return most;
    }

    /** Whether a file of that size had better be read in pieces, where that is possible. */
    boolean isLarge(long size) {
        return size > Math.max(SMALL, most / PARTS);
    }

    /**
     * Reads a file when there is memory for it; waits for that.
     *
     * @param location of the file, for people
     * @throws StoreException if there never is
     */
    public <T> T read(String location, Bytes content, Supplier<T> reading) {
        if (content.size() < SMALL) {
            return reading.get();
        }
        long cost = cost(content);
        if (cost > most) {
            throw tooLarge(location, content.size(), cost);
        }
        int needed = (int) Math.min(Integer.MAX_VALUE, cost / UNIT);
        units.acquireUninterruptibly(needed);
        try {
            return reading.get();
        } finally {
            units.release(needed);
        }
    }

    /** Reads the first bytes of a file. */
    public interface Beginning {
        byte[] read(int most) throws IOException;
    }

    /**
     * Fails for a file that takes more memory than there ever is, before it is read.
     *
     * @param size of the file, in bytes
     * @param beginning of the file, which tells what the rest takes
     */
    public void requirePossible(String location, long size, Beginning beginning) {
        if (size >= SMALL && size > most) {
            BodyCost cost = new BodyCost();
            cost.add(sample(beginning));
            cost.addUnseen(size - SAMPLE);
            throw tooLarge(location, size, cost.of("", false));
        }
    }

    private static Bytes sample(Beginning beginning) {
        try {
            return Bytes.owning(beginning.read(SAMPLE));
        } catch (IOException unreadable) {
            return Bytes.EMPTY;
        }
    }

    private StoreException tooLarge(String location, long size, long cost) {
        return new StoreException(
                "'" + location + "' has " + size + " bytes; reading it takes about "
                        + ((cost + (1 << 20) - 1) >> 20) + " MiB of memory, and only " + (most >> 20)
                        + " MiB are there for it (half of limits.memory); start with a larger heap"
                        + " (REPRISE_JAVA_OPTS=-Xmx4g) or raise limits.memory",
                null);
    }

    private static long cost(Bytes content) {
        BodyCost cost = new BodyCost();
        int middle = (content.size() - SAMPLE) / 2;
        cost.add(content.slice(middle, middle + SAMPLE));
        cost.addUnseen(content.size() - SAMPLE);
        return cost.of("", false);
    }
}
