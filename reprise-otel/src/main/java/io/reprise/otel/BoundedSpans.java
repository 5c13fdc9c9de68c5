package io.reprise.otel;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands spans to a processor whose queue leaves out, without a word, what it has no room for; here that is counted.
 *
 * @param unsent how many the processor has, and no exporter has got
 */
record BoundedSpans(SpanProcessor processor, AtomicLong unsent, long most, Losses losses) implements SpanProcessor {
    @Override
    public void onEnd(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        if (unsent.get() >= most) {
            losses.drop();
        } else {
            unsent.incrementAndGet();
            processor.onEnd(span);
        }
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        processor.onStart(parent, span);
    }

    @Override
    public boolean isStartRequired() {
        return processor.isStartRequired();
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode shutdown() {
        return processor.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return processor.forceFlush();
    }
}
