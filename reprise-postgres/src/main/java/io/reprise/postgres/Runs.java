package io.reprise.postgres;

import io.reprise.core.exchange.TestId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** At which revision of the database the run of each test began: when this server started, or when the test started over. Thread-safe. */
final class Runs {
    /** Of tests that started over before so many others, it is forgotten that they did. */
    private static final int MOST = 100_000;

    private final Map<TestId, Long> begins = new LinkedHashMap<>();
    private long beginOfAll;

    /** @param begin at which all runs begin so far */
    Runs(long begin) {
        this.beginOfAll = begin;
    }

    /** @param test that starts over; empty for all */
    synchronized void startOver(Optional<TestId> test, long revision) {
        if (test.isEmpty()) {
            beginOfAll = Math.max(beginOfAll, revision);
            begins.clear();
        } else {
            begins.remove(test.get());
            begins.put(test.get(), revision);
            if (begins.size() > MOST) {
                begins.remove(begins.keySet().iterator().next());
            }
        }
    }

    /** The revision after which what is kept belongs to the run that is under way. */
    synchronized long begin(TestId test) {
        return Math.max(beginOfAll, begins.getOrDefault(test, 0L));
    }
}
