package io.reprise.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.reprise.core.exchange.Headers;
import io.reprise.otel.ServedRequest.TraceHeaders;
import io.reprise.server.report.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ids that the spans of a request will have: its upstream is told one of them before they exist.
 *
 * @param parent what the client's span is known by
 * @param requestSpan of our answer to the client
 * @param callSpan of our question to the upstream
 */
record RequestTrace(Context parent, String traceId, String requestSpan, String callSpan, boolean isSampled)
        implements Telemetry.Trace {
    private static final TextMapGetter<TraceHeaders> GETTER = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable TraceHeaders headers, String key) {
            if (headers == null) {
                return null;
            }
            String value = key.equals("traceparent") ? headers.parent() : headers.state();
            return value.isEmpty() ? null : value;
        }
    };

    /** What the client says; the root if that is nothing, or has no meaning. */
    static Context parent(TraceHeaders headers) {
        return headers.parent().isEmpty()
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, GETTER);
    }

    static RequestTrace of(Headers headers, Sampler sampler) {
        Context parent = parent(TraceHeaders.of(headers));
        SpanContext its = Span.fromContext(parent).getSpanContext();
        IdGenerator ids = IdGenerator.random();
        String traceId = its.isValid() ? its.getTraceId() : ids.generateTraceId();
        boolean isSampled =
                sampler.shouldSample(parent, traceId, "request", SpanKind.SERVER, Attributes.empty(), List.of())
                                .getDecision()
                        == SamplingDecision.RECORD_AND_SAMPLE;
        return new RequestTrace(parent, traceId, ids.generateSpanId(), ids.generateSpanId(), isSampled);
    }

    @Override
    public Headers forUpstream(Headers ofClient) {
        boolean continues = Span.fromContext(parent).getSpanContext().isValid();
        Headers kept = ofClient.without("traceparent");
        return (continues ? kept : kept.without("tracestate"))
                .plus("traceparent", "00-" + traceId + "-" + callSpan + (isSampled ? "-01" : "-00"));
    }
}
