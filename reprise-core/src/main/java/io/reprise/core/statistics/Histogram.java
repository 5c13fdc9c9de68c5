package io.reprise.core.statistics;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/** How many values are in each range. */
public final class Histogram {
    /** A range from {@code from} on, up to but without {@code to}; -1 for no end. */
    public record Range(long from, long to, long count) {}

    private final long[] bounds;
    private final long[] counts;

    /** @param bounds where the ranges after the first begin, ascending */
    Histogram(long... bounds) {
        this.bounds = bounds.clone();
        this.counts = new long[bounds.length + 1];
    }

    void add(long value) {
        int range = 0;
        while (range < bounds.length && value >= bounds[range]) {
            range++;
        }
        counts[range]++;
    }

    /** The ranges from the first to the last that has values. */
    public List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        int first = 0;
        int last = counts.length - 1;
        while (first < last && counts[first] == 0) {
            first++;
        }
        while (last > first && counts[last] == 0) {
            last--;
        }
        for (int i = first; i <= last && counts[i] + counts[last] > 0; i++) {
            ranges.add(new Range(i == 0 ? 0 : bounds[i - 1], i == bounds.length ? -1 : bounds[i], counts[i]));
        }
        return ranges;
    }

    List<Json> toJson() {
        return ranges().stream()
                .map(range -> new JsonObjectBuilder()
                        .with("from", range.from())
                        .with("to", range.to() < 0 ? Json.NULL : new Json.JsonNumber(String.valueOf(range.to())))
                        .with("count", range.count())
                        .done())
                .toList();
    }
}
