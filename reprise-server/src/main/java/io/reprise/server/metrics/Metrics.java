package io.reprise.server.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.reprise.server.lookup.StoreDirectory;
import io.reprise.server.outcome.FailedRecordings;
import io.reprise.server.outcome.Measurements;
import io.reprise.server.outcome.MissLog;
import io.reprise.server.outcome.Report;
import io.reprise.server.spool.StoreWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a server, as Prometheus reads them. docs/telemetry.md lists them. What is counted is counted elsewhere; the classes of
 * Prometheus are loaded when somebody asks for the first time.
 */
public final class Metrics {
    private final Counted counted;
    private @Nullable PrometheusRegistry registry;

    /**
     * Where the numbers are.
     *
     * @param streams what is being sent
     * @param saved what no upstream had to be paid since the start
     */
    public record Counted(
            Measurements measurements, MissLog misses, Streams streams, Kept kept, Supplier<Report.Saved> saved) {}

    /**
     * What is sent at this moment.
     *
     * @param paced how many answers are being sent at a pace
     * @param followers how many pages and other clients follow the requests
     */
    public record Streams(IntSupplier paced, IntSupplier followers) {}

    /**
     * What is in the store, and what is not.
     *
     * @param recordings how many the store has, as far as it has been read
     * @param watch of the store, if that is no directory
     * @param unsaved the answers that could not be kept
     */
    public record Kept(LongSupplier recordings, StoreDirectory directory, StoreWatch watch, FailedRecordings unsaved) {}

    /** Metrics as text. */
    public record Exposition(String contentType, String text) {}

    public Metrics(Counted counted) {
        this.counted = counted;
    }

    /** @param accept a header field {@code Accept}; decides between Prometheus' format and OpenMetrics'; may be empty */
    public Exposition read(String accept) {
        ExpositionFormatWriter writer = ExpositionFormats.init().findWriter(accept.contains("protobuf") ? "" : accept);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
        try {
            writer.write(bytes, registry().scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Exposition(writer.getContentType(), bytes.toString(StandardCharsets.UTF_8));
    }

    private synchronized PrometheusRegistry registry() {
        PrometheusRegistry known = registry;
        if (known == null) {
            known = new PrometheusRegistry();
            new RequestMetrics(counted.measurements()).register(known);
            new ServerMetrics(counted).register(known);
            registry = known;
        }
        return known;
    }
}
