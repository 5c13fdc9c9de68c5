package io.reprise.server.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import io.reprise.server.outcome.DurationHistogram;
import io.reprise.server.outcome.DurationHistogram.Counted;
import java.util.Map;
import java.util.function.Supplier;

/** Histograms of durations that are counted elsewhere. */
final class Histograms {
    private Histograms() {}

    /** @param name ends in {@code _seconds} */
    static void register(
            PrometheusRegistry registry, String name, String help, Supplier<Map<Labels, DurationHistogram>> counted) {
        Collector collector = () -> {
            HistogramSnapshot.Builder snapshot =
                    HistogramSnapshot.builder().name(name).help(help).unit(Unit.SECONDS);
            counted.get().forEach((labels, histogram) -> add(snapshot, labels, histogram.counted()));
            return snapshot.build();
        };
        registry.register(collector);
    }

    /** Nothing is said of what has not happened, since each histogram has many lines. */
    private static void add(HistogramSnapshot.Builder snapshot, Labels labels, Counted counted) {
        if (counted.total() > 0) {
            snapshot.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(labels)
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(counted.seconds(), counted.counts()))
                    .sum(counted.sumSeconds())
                    .build());
        }
    }
}
