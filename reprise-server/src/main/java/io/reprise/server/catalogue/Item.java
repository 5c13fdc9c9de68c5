package io.reprise.server.catalogue;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.price.PriceTable;
import io.reprise.core.store.RecordingFacts;
import io.reprise.core.store.RecordingSummary;
import io.reprise.core.store.Store;
import io.reprise.core.view.RecordingNature;
import java.time.Instant;
import java.util.Optional;

/**
 * A recording in a list.
 *
 * @param recordedAt in milliseconds since 1970; 0 if it is not known
 */
record Item(RecordingSummary summary, RecordingNature nature, long recordedAt) {
    static Item of(Store.Entry entry, PriceTable prices) {
        RecordingFacts facts = new RecordingFacts(entry);
        Item item = new Item(
                facts.summary(prices),
                RecordingNature.of(entry, facts),
                entry.recordedAt().map(Instant::toEpochMilli).orElse(0L));
        entry.release();
        return item;
    }

    String location() {
        return summary.identity().location();
    }

    TestId test() {
        return summary.identity().test();
    }

    Optional<Instant> at() {
        return recordedAt == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(recordedAt));
    }

    /** In bytes, roughly: texts have one byte for each character, and some objects around them. */
    long weight() {
        return 700
                + location().length()
                + test().name().length()
                + summary.asked().title().length()
                + summary.answered().beginning().length()
                + 60L * nature.tools().size();
    }

    Json toJson() {
        return nature.addedTo(summary.toJson());
    }
}
