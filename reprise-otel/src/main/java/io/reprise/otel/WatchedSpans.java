package io.reprise.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Notes where spans cannot be exported.
 *
 * @param unsent as {@link BoundedSpans#unsent}
 */
record WatchedSpans(SpanExporter exporter, AtomicLong unsent, Losses losses) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        unsent.addAndGet(-spans.size());
        return losses.watch(exporter.export(spans));
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
