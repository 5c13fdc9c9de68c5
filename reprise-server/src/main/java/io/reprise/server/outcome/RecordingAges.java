package io.reprise.server.outcome;

import io.reprise.core.plan.Expired;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Recordings that answered although they are older than they may be, and those of which nobody knows the age. Each counts once. Thread-safe. */
public final class RecordingAges {
    /** So many of each kind are remembered. */
    private static final int MOST = 100_000;

    /**
     * What was noted so far.
     *
     * @param expired by location
     * @param undated how many say no day, so that they never expire
     */
    public record Noted(List<Expired> expired, int undated) {
        public Noted {
            expired = List.copyOf(expired);
        }
    }

    private final Consumer<String> log;
    private final Map<String, Expired> expired = new ConcurrentHashMap<>();
    private final Set<String> undated = ConcurrentHashMap.newKeySet();

    /** @param log is told of each expired recording once */
    public RecordingAges(Consumer<String> log) {
        this.log = log;
    }

    /** An expired recording answers. */
    public void note(Expired one) {
        boolean isFirst = !expired.containsKey(one.location())
                && expired.size() < MOST
                && expired.putIfAbsent(one.location(), one) == null;
        if (isFirst) {
            log.accept("expired: '" + one.location() + "' " + one.words());
        }
    }

    /** A recording that says no day answers. */
    public void noteUndated(String location) {
        if (!undated.contains(location) && undated.size() < MOST) {
            undated.add(location);
        }
    }

    public Noted noted() {
        return new Noted(
                expired.values().stream()
                        .sorted(Comparator.comparing(Expired::location))
                        .toList(),
                undated.size());
    }
}
