package io.reprise.otel;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.reprise.core.exchange.Headers;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.report.QuietLog;
import io.reprise.server.report.RequestRing;
import io.reprise.server.report.Telemetry;
import io.reprise.server.report.TelemetryProvider;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes spans and metrics on a thread of its own. What waits for it is bounded, and left out where it is too much. */
final class OtlpTelemetry implements Telemetry {
    /** Of requests. */
    static final int MOST_WAITING = 8_192;

    private static final String SCOPE = "io.reprise";
    private static final long CLOSE_MS = 3_000;
    private static final long IDLE_MS = 100;

    private final OpenTelemetrySdk sdk;
    private final Sampler sampler;
    private final Losses losses;
    private final SpanWriter spans;
    private final MetricsWriter metrics;
    private final KnownAnswers answers;
    private final QuietLog quiet;
    private final BlockingQueue<ServedRequest> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread writer = new Thread(this::writeAll, "reprise-telemetry");
    private volatile boolean isClosed;

    /** What is made before it. */
    record Sdk(OpenTelemetrySdk sdk, Sampler sampler, ChosenIds ids, QuietLog quiet) {}

    OtlpTelemetry(Sdk made, Losses losses, TelemetryProvider.Server server) {
        this.sdk = made.sdk();
        this.sampler = made.sampler();
        this.quiet = made.quiet();
        this.losses = losses;
        this.spans = new SpanWriter(
                sdk.getSdkTracerProvider()
                        .tracerBuilder(SCOPE)
                        .setSchemaUrl(Conventions.SCHEMA)
                        .build(),
                made.ids(),
                server.mask());
        this.metrics = new MetricsWriter(
                sdk.getSdkMeterProvider()
                        .meterBuilder(SCOPE)
                        .setSchemaUrl(Conventions.SCHEMA)
                        .build(),
                server.mask());
        this.answers = new KnownAnswers(server.recorded());
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public Trace trace(Headers ofClient) {
        return RequestTrace.of(ofClient, sampler);
    }

    @Override
    public void note(Outcome outcome, RequestRing.Links links) {
        if (isClosed || !waiting.offer(ServedRequest.of(outcome, links))) {
            losses.drop();
        }
    }

    private void writeAll() {
        while (!isClosed || !waiting.isEmpty()) {
            try {
                ServedRequest request = waiting.poll(IDLE_MS, TimeUnit.MILLISECONDS);
                if (request != null) {
                    write(request);
                }
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    /** A request that cannot be written costs itself only. */
    private void write(ServedRequest request) {
        try {
            AnswerFacts facts = answers.of(request.answered());
            spans.write(request, facts);
            metrics.write(request, facts);
        } catch (RuntimeException | StackOverflowError broken) {
            losses.drop();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        Thread end = new Thread(this::endAll, "reprise-telemetry-end");
        end.setDaemon(true);
        end.start();
        try {
            end.join(CLOSE_MS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        writer.interrupt();
        if (end.isAlive()) {
            losses.leave();
        }
        losses.sayAll();
        quiet.close();
    }

    /** Blocks for as long as the collector lets it wait, also within the SDK. */
    private void endAll() {
        try {
            writer.join();
        } catch (InterruptedException stopped) {
            return;
        }
        CompletableResultCode spansSent = sdk.getSdkTracerProvider().shutdown();
        CompletableResultCode metricsSent = sdk.getSdkMeterProvider().shutdown();
        CompletableResultCode.ofAll(List.of(spansSent, metricsSent)).join(CLOSE_MS, TimeUnit.MILLISECONDS);
    }
}
