package io.reprise.server.run;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.plan.Mode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** The latest run of each test that was started. Tests that nobody has started have none. */
public final class TestRuns {
    /** Of the requests of all runs, in bytes. */
    private static final long MOST_BYTES = 32L << 20;

    /** Older ones are forgotten. */
    private static final int MOST_RUNS = 10_000;

    private static final int MOST_ALIASES = 10_000;

    private final Function<String, Optional<Json>> misses;
    private final RunMemory memory;
    private final ConcurrentMap<TestId, TestRun> latest = new ConcurrentHashMap<>();
    /** By id, the oldest first; those that were followed by another run of their test as well. */
    private final Map<String, TestRun> all = new LinkedHashMap<>();
    /** The ids of those that have ended, or were followed by another one, in this order; the first give way when there is no memory for others. */
    private final Set<String> over = new LinkedHashSet<>();

    /** Whose requests those are that come with an alias in the place of a test. */
    private final ConcurrentMap<TestId, TestId> aliases = new ConcurrentHashMap<>();

    /** @param misses by their ids */
    public TestRuns(Function<String, Optional<Json>> misses) {
        this(misses, MOST_BYTES);
    }

    TestRuns(Function<String, Optional<Json>> misses, long mostBytes) {
        this.misses = misses;
        this.memory = new RunMemory(mostBytes, this::reclaim);
    }

    /** Begins a run of a test. Requests that arrive from now on belong to it. */
    public TestRun start(TestId test, Optional<Mode> mode) {
        TestRun run = new TestRun(UUID.randomUUID().toString(), test, mode, memory, misses);
        synchronized (all) {
            all.put(run.id(), run);
            TestRun former = latest.put(test, run);
            if (former != null) {
                over.add(former.id());
            }
            if (all.size() > MOST_RUNS) {
                forget(all.keySet().iterator().next());
            }
        }
        return run;
    }

    /** A run has ended, as far as its test knows. It can be asked for until there is no memory for others. */
    public void ended(TestRun run) {
        synchronized (all) {
            if (all.containsKey(run.id())) {
                over.add(run.id());
            }
        }
    }

    /** Forgets runs that are over until so many bytes are free. */
    private boolean reclaim(long bytes) {
        synchronized (all) {
            while (!memory.hasRoom(bytes) && !over.isEmpty()) {
                forget(over.iterator().next());
            }
        }
        return memory.hasRoom(bytes);
    }

    private void forget(String id) {
        over.remove(id);
        TestRun oldest = all.remove(id);
        if (oldest != null) {
            latest.remove(oldest.test(), oldest);
            oldest.forget();
        }
    }

    /** The run to which requests of a test belong that arrive now. */
    public Optional<TestRun> of(TestId test) {
        return latest.isEmpty() ? Optional.empty() : Optional.ofNullable(latest.get(test));
    }

    /**
     * Requests that name {@code alias} in the place of a test belong to {@code test} from now on: a client that several tests share, one after the other, has one base
     * URL.
     *
     * @param test {@link TestId#NONE} for no test
     * @return false if there are too many aliases
     */
    public boolean bind(TestId alias, TestId test) {
        if (aliases.size() >= MOST_ALIASES && !aliases.containsKey(alias)) {
            return false;
        }
        aliases.put(alias, test);
        return true;
    }

    /** The test to which requests belong that name {@code alias}; empty where it is not one. */
    public Optional<TestId> boundTo(TestId alias) {
        return aliases.isEmpty() ? Optional.empty() : Optional.ofNullable(aliases.get(alias));
    }

    /** A run by its id; empty where it was never started, or was forgotten. */
    public Optional<TestRun> withId(String id) {
        synchronized (all) {
            return Optional.ofNullable(all.get(id));
        }
    }

    /** What the requests of all runs take, in bytes. */
    long used() {
        return memory.used();
    }
}
