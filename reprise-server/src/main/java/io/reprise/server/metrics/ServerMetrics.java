package io.reprise.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.reprise.core.explain.MissCause;
import java.time.ZoneOffset;

/** What a server and its store are. */
final class ServerMetrics {
    private static final double TRILLIONTHS = 1e12;

    private final Metrics.Counted counted;

    ServerMetrics(Metrics.Counted counted) {
        this.counted = counted;
    }

    void register(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("reprise_misses_total")
                .help("Requests for which there is no recording, by cause")
                .labelNames("cause")
                .callback(callback -> {
                    for (MissCause cause : MissCause.values()) {
                        callback.call((double) counted.misses().count(cause), cause.label());
                    }
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("reprise_unsaved_total")
                .help("Answers that should have been kept, and could not be")
                .callback(callback ->
                        callback.call((double) counted.kept().unsaved().getAsLong()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reprise_streams")
                .help("Answers that are being sent at a pace or with a fault")
                .callback(callback -> callback.call(counted.streams().getAsInt()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reprise_recordings")
                .help("Recordings of the store, as far as it has been read")
                .callback(callback ->
                        callback.call((double) counted.kept().recordings().getAsLong()))
                .register(registry);
        registry.register(ServerMetrics::build);
        money(registry);
    }

    private void money(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("reprise_saved_usd_total")
                .help("US dollars that no upstream had to be paid, for answers whose price is known")
                .callback(callback -> callback.call(counted.saved().get().cost().trillionths() / TRILLIONTHS))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reprise_prices_timestamp_seconds")
                .help("The day of the prices by which money is counted; absent where there are none")
                .callback(callback -> counted.saved()
                        .get()
                        .pricesAsOf()
                        .ifPresent(day -> callback.call(
                                (double) day.atStartOfDay(ZoneOffset.UTC).toEpochSecond())))
                .register(registry);
    }

    private static InfoSnapshot build() {
        String version = ServerMetrics.class.getPackage().getImplementationVersion();
        return InfoSnapshot.builder()
                .name("reprise_build")
                .help("The version that runs")
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of("version", version == null ? "unknown" : version))
                        .build())
                .build();
    }
}
