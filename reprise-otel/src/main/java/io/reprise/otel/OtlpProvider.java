package io.reprise.otel;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.reprise.server.report.QuietLog;
import io.reprise.server.report.Telemetry;
import io.reprise.server.report.TelemetryProvider;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Exports spans and metrics by OTLP over HTTP, as the standard variables {@code OTEL_…} say. */
public final class OtlpProvider implements TelemetryProvider {
    private static final String PROTOCOL = "http/protobuf";

    /** What OTEL_ variables may say otherwise. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "reprise",
            "otel.exporter.otlp.protocol", PROTOCOL,
            "otel.logs.exporter", "none",
            "otel.propagators", "none");

    private static final int MOST_UNSENT = 2_048;

    @Override
    public String name() {
        return "otlp";
    }

    @Override
    public Telemetry open(Map<String, String> environment, Server server) {
        environment.forEach((name, value) -> {
            if (name.matches("OTEL_EXPORTER_OTLP_([A-Z]+_)?PROTOCOL")
                    && !value.isBlank()
                    && !value.strip().equals(PROTOCOL)) {
                throw new IllegalArgumentException("'" + name + "' is '" + value + "', but telemetry is only sent by '"
                        + PROTOCOL + "'; remove it, and let OTEL_EXPORTER_OTLP_ENDPOINT name the collector's port for"
                        + " that, which is 4318 as a rule");
            }
        });
        Losses losses = new Losses(server.say());
        QuietLog quiet = new QuietLog("io.opentelemetry"); // it would write every few seconds
        try {
            return new OtlpTelemetry(sdk(environment, losses, quiet), losses, server);
        } catch (ConfigurationException | IllegalArgumentException wrong) {
            quiet.close();
            throw new IllegalArgumentException(
                    "telemetry cannot be started: " + wrong.getMessage()
                            + "; the variables OTEL_… say where it is sent to",
                    wrong);
        }
    }

    private static OtlpTelemetry.Sdk sdk(Map<String, String> environment, Losses losses, QuietLog quiet) {
        ChosenIds ids = new ChosenIds();
        AtomicReference<Sampler> sampler = new AtomicReference<>(Sampler.parentBased(Sampler.alwaysOn()));
        AtomicLong unsent = new AtomicLong();
        AutoConfiguredOpenTelemetrySdk made = AutoConfiguredOpenTelemetrySdk.builder()
                .setServiceClassLoader(OtlpProvider.class.getClassLoader())
                .disableShutdownHook()
                .addPropertiesSupplier(() -> DEFAULTS)
                .addPropertiesCustomizer(known -> properties(environment))
                .addSamplerCustomizer((chosen, settings) -> {
                    sampler.set(chosen);
                    return chosen;
                })
                .addTracerProviderCustomizer((provider, settings) -> provider.setIdGenerator(ids))
                .addSpanExporterCustomizer((exporter, settings) -> new WatchedSpans(exporter, unsent, losses))
                .addSpanProcessorCustomizer((processor, settings) -> bounded(processor, settings, unsent, losses))
                .addMetricExporterCustomizer((exporter, settings) -> new WatchedMetrics(exporter, losses))
                .build();
        return new OtlpTelemetry.Sdk(made.getOpenTelemetrySdk(), Objects.requireNonNull(sampler.get()), ids, quiet);
    }

    private static SpanProcessor bounded(
            SpanProcessor processor, ConfigProperties settings, AtomicLong unsent, Losses losses) {
        return new BoundedSpans(processor, unsent, settings.getInt("otel.bsp.max.queue.size", MOST_UNSENT), losses);
    }

    /** The SDK reads variables of this process only; these may be others. */
    private static Map<String, String> properties(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("OTEL_")
                        && !variable.getValue().isBlank())
                .collect(Collectors.toMap(
                        variable -> variable.getKey().toLowerCase(Locale.ROOT).replace('_', '.'), Map.Entry::getValue));
    }
}
