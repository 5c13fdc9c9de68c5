package io.reprise.server.mcp.tool;

import io.reprise.core.filter.Facts;
import io.reprise.core.statistics.CountedRecording;
import io.reprise.core.store.BrokenFacts;
import io.reprise.core.store.RecordingSummary;
import io.reprise.server.reading.ReadingProgress;
import java.util.function.Consumer;

/** What is known of each recording of a store, so that a list need not read them all again. */
public interface KnownRecordings {
    /**
     * One of them.
     *
     * @param facts may read the recording when a filter looks into bodies
     */
    record Known(RecordingSummary summary, Facts facts, CountedRecording counted) {}

    /**
     * Calls the visitors with all recordings and all broken ones, by one thread; those that have not been read within 20 s are left out.
     *
     * @return how many were not left out
     */
    ReadingProgress forEach(Consumer<Known> visitor, Consumer<BrokenFacts> broken);
}
