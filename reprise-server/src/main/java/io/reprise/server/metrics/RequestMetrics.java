package io.reprise.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.reprise.server.outcome.DurationHistogram;
import io.reprise.server.outcome.Measurements;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.outcome.RefusalReason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What became of requests, and what upstreams did. */
final class RequestMetrics {
    private static final String OUTCOME = "outcome";
    private static final String UPSTREAM = "upstream";

    private final Measurements measurements;

    RequestMetrics(Measurements measurements) {
        this.measurements = measurements;
    }

    void register(PrometheusRegistry registry) {
        requests(registry);
        refusals(registry);
        tokens(registry);
        upstreams(registry);
        Histograms.register(
                registry,
                "reprise_request_duration_seconds",
                "From the first line of a request to the end of its answer",
                () -> byOutcome(measurements::durations));
        Histograms.register(
                registry,
                "reprise_first_chunk_seconds",
                "From the first line of a request to the first chunk of its streamed answer",
                () -> byOutcome(measurements::firstChunks));
        Histograms.register(
                registry,
                "reprise_chunk_lateness_seconds",
                "How late chunks of replays were sent, compared with their pace",
                () -> Map.of(Labels.EMPTY, measurements.lateness()));
        Histograms.register(
                registry,
                "reprise_upstream_duration_seconds",
                "From the request to an upstream to the end of its answer",
                this::byUpstream);
    }

    private void requests(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("reprise_requests_total")
                .help("Requests, by outcome and API family")
                .labelNames(OUTCOME, "family")
                .callback(callback -> {
                    for (Verb verb : Verb.values()) {
                        for (String family : measurements.families(verb)) {
                            callback.call((double) measurements.requests(verb, family), verb.label(), family);
                        }
                    }
                })
                .register(registry);
    }

    private void refusals(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("reprise_refused_total")
                .help("Requests with the outcome refused, by reason")
                .labelNames("reason")
                .callback(callback -> {
                    for (RefusalReason reason : RefusalReason.values()) {
                        callback.call((double) measurements.refusals(reason), reason.label());
                    }
                })
                .register(registry);
    }

    private void tokens(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("reprise_tokens_total")
                .help("Tokens in answers; those with outcome replayed were not paid for")
                .labelNames("direction", OUTCOME)
                .callback(callback -> {
                    for (Verb verb : new Verb[] {Verb.REPLAYED, Verb.RECORDED}) {
                        callback.call((double) measurements.tokens(verb).input(), "input", verb.label());
                        callback.call((double) measurements.tokens(verb).output(), "output", verb.label());
                    }
                })
                .register(registry);
    }

    private void upstreams(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("reprise_upstream_requests_total")
                .help("Requests to upstreams, by the status of the answer; code 0 means no answer")
                .labelNames(UPSTREAM, "code")
                .callback(callback -> measurements.forEachUpstream((name, durations) -> measurements
                        .statuses(name)
                        .forEach((status, count) -> callback.call(count, name, String.valueOf(status)))))
                .register(registry);
    }

    private static Map<Labels, DurationHistogram> byOutcome(Function<Verb, DurationHistogram> histogram) {
        Map<Labels, DurationHistogram> all = new LinkedHashMap<>();
        for (Verb verb : Verb.values()) {
            all.put(Labels.of(OUTCOME, verb.label()), histogram.apply(verb));
        }
        return all;
    }

    private Map<Labels, DurationHistogram> byUpstream() {
        Map<Labels, DurationHistogram> all = new LinkedHashMap<>();
        measurements.forEachUpstream((name, durations) -> all.put(Labels.of(UPSTREAM, name), durations));
        return all;
    }
}
