package io.reprise.server.catalogue;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.filter.FilterName;
import io.reprise.core.filter.Trait;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.price.PriceTable;
import io.reprise.core.replay.pace.StreamTiming;
import io.reprise.core.store.RecordingFacts;
import io.reprise.core.store.RecordingSummary;
import io.reprise.core.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A recording in a list.
 *
 * @param recordedAt in milliseconds since 1970; 0 if it is not known
 */
record Item(RecordingSummary summary, Nature nature, long recordedAt) {
    /**
     * What kind of answer it is.
     *
     * @param firstToken the first text came so many milliseconds after the request; -1 if it is not known
     * @param milliseconds from the request to the end of the answer; -1 if it is not known
     */
    record Nature(
            String family,
            boolean isStream,
            boolean isError,
            long firstToken,
            long milliseconds,
            String ending,
            List<String> tools) {}

    static Item of(Store.Entry entry, PriceTable prices) {
        RecordingFacts facts = new RecordingFacts(entry);
        Exchange exchange = entry.recording().exchange();
        Item item = new Item(
                facts.summary(prices),
                new Nature(
                        facts.values(FilterName.FAMILY).get(0),
                        facts.is(Trait.STREAM),
                        facts.is(Trait.ERROR),
                        firstToken(facts),
                        facts.milliseconds().orElse(-1),
                        exchange.response().ending().name().toLowerCase(Locale.ROOT),
                        facts.values(FilterName.TOOL)),
                entry.recordedAt().map(Instant::toEpochMilli).orElse(0L));
        entry.release();
        return item;
    }

    private static long firstToken(RecordingFacts facts) {
        return facts.exchange()
                .map(exchange -> StreamTiming.firstToken(exchange).orElse(-1))
                .orElse(-1L);
    }

    private static Json number(long milliseconds) {
        return milliseconds < 0 ? Json.NULL : new Json.JsonNumber("" + milliseconds);
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
        JsonObjectBuilder members = new JsonObjectBuilder();
        summary.toJson().members().forEach(member -> members.with(member.name(), member.value()));
        return members.with("family", nature.family())
                .with("stream", nature.isStream())
                .with("first_token_ms", number(nature.firstToken()))
                .with("duration_ms", number(nature.milliseconds()))
                .with("ending", nature.ending())
                .with("tools", nature.tools().stream().map(Json.JsonString::new).toList())
                .done();
    }
}
