package io.reprise.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.reprise.core.explain.MissCause;
import io.reprise.server.lookup.StoreDirectory;
import io.reprise.server.outcome.LossReason;
import io.reprise.server.report.ProgramVersion;
import io.reprise.server.spool.StoreWatch;
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
                .help("Answers that should have been kept, and could not be, by reason")
                .labelNames("reason")
                .callback(callback -> {
                    for (LossReason reason : LossReason.values()) {
                        callback.call((double) counted.kept().unsaved().count(reason), reason.label());
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("reprise_streams")
                .help("Answers that are being sent at a pace or with a fault")
                .callback(callback -> callback.call(counted.streams().paced().getAsInt()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reprise_page_clients")
                .help("Pages and other clients that follow the requests")
                .callback(
                        callback -> callback.call(counted.streams().followers().getAsInt()))
                .register(registry);
        store(registry);
        registry.register(ServerMetrics::build);
        money(registry);
    }

    private void store(PrometheusRegistry registry) {
        StoreDirectory directory = counted.kept().directory();
        GaugeWithCallback.builder()
                .name("reprise_recordings")
                .help("Recordings of the store, as far as it has been read")
                .callback(callback ->
                        callback.call((double) counted.kept().recordings().getAsLong()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reprise_store_bytes")
                .help("Sizes of all files in the directory of the recordings, at most a minute old")
                .callback(callback -> directory.bytes().ifPresent(callback::call))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reprise_store_writable")
                .help("1 where the directory of the recordings can be written, 0 where it cannot")
                .callback(callback -> {
                    if (directory.isKnown()) {
                        callback.call(directory.unwritable().isEmpty() ? 1 : 0);
                    }
                })
                .register(registry);
        if (!directory.isKnown()) {
            away(registry);
        }
    }

    private void away(PrometheusRegistry registry) {
        StoreWatch watch = counted.kept().watch();
        GaugeWithCallback.builder()
                .name("reprise_store_away")
                .help("1 while the store cannot be used, 0 when it can")
                .callback(callback -> callback.call(watch.away().isPresent() ? 1 : 0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reprise_waiting_answers")
                .help("Answers on local disk that the store does not have yet")
                .callback(callback -> watch.spooled().ifPresent(waiting -> callback.call(waiting.answers())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reprise_waiting_bytes")
                .help("Sizes of the answers on local disk that the store does not have yet")
                .callback(callback -> watch.spooled().ifPresent(waiting -> callback.call((double) waiting.bytes())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("reprise_undelivered_answers")
                .help("Answers on local disk that the store refuses; they stay there until a person moves them")
                .callback(callback -> watch.spooled()
                        .ifPresent(waiting -> callback.call(waiting.refused().size())))
                .register(registry);
    }

    private void money(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("reprise_saved_usd_total")
                .help("US dollars saved by replays, for answers whose price is known")
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
        return InfoSnapshot.builder()
                .name("reprise_build")
                .help("The version that runs")
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of("version", ProgramVersion.text()))
                        .build())
                .build();
    }
}
