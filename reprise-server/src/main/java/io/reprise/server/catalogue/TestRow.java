package io.reprise.server.catalogue;

import io.reprise.core.exchange.TestId;
import io.reprise.core.filter.Facts;
import io.reprise.core.filter.FilterName;
import io.reprise.core.filter.FilterScope;
import io.reprise.core.filter.Trait;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.RecordingSummary;
import io.reprise.server.outcome.Outcome.Verb;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One test: what the store has of it, and what its requests were. */
final class TestRow implements Facts {
    static final FilterScope SCOPE = new FilterScope(
            "tests",
            EnumSet.of(FilterName.TEST, FilterName.SINCE, FilterName.LARGER_THAN, FilterName.IS),
            EnumSet.of(Trait.UNUSED));

    private final TestId test;
    private Map<Verb, Long> outcomes = Map.of();
    private long recordings;
    private long bytes;
    private long newest;
    private long unused;

    TestRow(TestId test) {
        this.test = test;
    }

    TestId test() {
        return test;
    }

    void add(Item item, boolean isUnused) {
        recordings++;
        bytes += item.summary().answered().bytes();
        newest = Math.max(newest, item.recordedAt());
        if (isUnused) {
            unused++;
        }
    }

    void ended(Map<Verb, Long> its) {
        outcomes = its;
    }

    private long count(Verb verb) {
        return outcomes.getOrDefault(verb, 0L);
    }

    private JsonObjectBuilder members() {
        return new JsonObjectBuilder()
                .withOrNull("test", test.name())
                .with("recordings", recordings)
                .with("bytes", bytes)
                .withOrNull("newest_at", RecordingSummary.rfc3339(at()))
                .with(
                        "requests",
                        outcomes.values().stream().mapToLong(Long::longValue).sum());
    }

    Json toJson() {
        return members()
                .with("replayed", count(Verb.REPLAYED))
                .with("recorded", count(Verb.RECORDED))
                .with("missed", count(Verb.MISSED))
                .with("unused", unused)
                .done();
    }

    /** With all outcomes. */
    Json toSummary() {
        JsonObjectBuilder members = members();
        for (Verb verb : Verb.values()) {
            members.with(verb.label().replace('-', '_'), count(verb));
        }
        return members.with("unused", unused).done();
    }

    @Override
    public List<String> words() {
        return List.of(test.name());
    }

    @Override
    public List<String> values(FilterName name) {
        return name == FilterName.TEST ? List.of(test.name()) : List.of();
    }

    @Override
    public boolean is(Trait trait) {
        return trait == Trait.UNUSED && unused > 0;
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.of(bytes);
    }

    @Override
    public Optional<Instant> at() {
        return newest == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(newest));
    }
}
