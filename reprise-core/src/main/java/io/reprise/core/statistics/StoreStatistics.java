package io.reprise.core.statistics;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a store has, in numbers: of all recordings, and of each group of them. */
public final class StoreStatistics {
    private static final long KIB = 1024;

    private final Optional<Grouping> by;
    private final RecordingGroup all = new RecordingGroup("");
    private final Map<String, RecordingGroup> groups = new HashMap<>();
    private final Histogram sizes =
            new Histogram(256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, KIB * KIB, 4 * KIB * KIB, 16 * KIB * KIB);
    private final Histogram firstTokens = new Histogram(50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000);
    private long broken;

    /** @param by what groups have in common; empty for no groups */
    public StoreStatistics(Optional<Grouping> by) {
        this.by = by;
    }

    public void add(CountedRecording recording) {
        all.add(recording);
        sizes.add(recording.bytes());
        recording.firstTokenMillis().ifPresent(firstTokens::add);
        by.ifPresent(grouping -> groups.computeIfAbsent(name(grouping, recording), RecordingGroup::new)
                .add(recording));
    }

    private static String name(Grouping grouping, CountedRecording recording) {
        return switch (grouping) {
            case TEST -> recording.names().test();
            case MODEL -> recording.names().model();
            case FAMILY -> recording.names().family();
            case DAY -> recording.file().recordedAt().map(StoreStatistics::day).orElse("");
        };
    }

    private static String day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    }

    /** Counts a recording that cannot be read. */
    public void addBroken() {
        broken++;
    }

    public long broken() {
        return broken;
    }

    public RecordingGroup all() {
        return all;
    }

    /** Days in their order; all other groups by the number of their recordings, the largest first. */
    public List<RecordingGroup> groups() {
        Comparator<RecordingGroup> largest =
                Comparator.comparingLong(RecordingGroup::recordings).reversed();
        Comparator<RecordingGroup> byName = Comparator.comparing(RecordingGroup::name);
        boolean areDays = by.filter(grouping -> grouping == Grouping.DAY).isPresent();
        return groups.values().stream()
                .sorted(areDays ? byName : largest.thenComparing(byName))
                .toList();
    }

    /** Of the bytes of answers. */
    public Histogram sizes() {
        return sizes;
    }

    /** Of the milliseconds to the first text of streams. */
    public Histogram firstTokens() {
        return firstTokens;
    }

    /** @param pricesAsOf the day of the prices */
    public Json toJson(Optional<LocalDate> pricesAsOf) {
        return all.members()
                .with("broken", broken)
                .withOrNull("price_as_of", pricesAsOf.map(Object::toString).orElse(""))
                .withOrNull("by", by.map(Grouping::label).orElse(""))
                .with("groups", groups().stream().map(group -> group(group)).toList())
                .with(
                        "histograms",
                        new JsonObjectBuilder()
                                .with("bytes", sizes.toJson())
                                .with("first_token_ms", firstTokens.toJson())
                                .done())
                .done();
    }

    private static Json group(RecordingGroup group) {
        JsonObjectBuilder named = new JsonObjectBuilder().withOrNull("name", group.name());
        group.members().done().members().forEach(member -> named.with(member.name(), member.value()));
        return named.done();
    }
}
