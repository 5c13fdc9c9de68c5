package io.reprise.otel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.redact.CredentialMask;
import io.reprise.otel.ServedRequest.Answered;
import io.reprise.otel.ServedRequest.Asked;
import io.reprise.server.outcome.Outcome.UpstreamCall;
import io.reprise.server.outcome.Outcome.Verb;
import java.util.concurrent.TimeUnit;

/** Writes the spans of a request that has ended. Used by one thread only. */
final class SpanWriter {
    private static final int SERVER_ERROR = 500;

    private final Tracer tracer;
    private final ChosenIds ids;
    private final CredentialMask mask;

    SpanWriter(Tracer tracer, ChosenIds ids, CredentialMask mask) {
        this.tracer = tracer;
        this.ids = ids;
        this.mask = mask;
    }

    void write(ServedRequest request, AnswerFacts facts) {
        RequestTrace trace = request.trace();
        Context parent = trace == null ? RequestTrace.parent(request.asked().headers()) : trace.parent();
        if (trace != null) {
            ids.choose(trace.traceId(), trace.requestSpan());
        }
        Span span = begin(request, SpanKind.SERVER, parent, request.times().begin());
        describe(span, request, facts);
        Context within = parent.with(span);
        request.call().ifPresent(call -> writeCall(request, call, facts, within));
        span.end(request.times().end(), TimeUnit.NANOSECONDS);
        ids.choose("", "");
    }

    private Span begin(ServedRequest request, SpanKind kind, Context parent, long epochNanos) {
        SpanBuilder builder = tracer.spanBuilder(name(request.asked()))
                .setSpanKind(kind)
                .setStartTimestamp(epochNanos, TimeUnit.NANOSECONDS);
        return (parent == Context.root() ? builder.setNoParent() : builder.setParent(parent)).startSpan();
    }

    private String name(Asked asked) {
        return asked.operation()
                .map(operation -> operation.name()
                        + asked.model().map(model -> " " + mask.of(model)).orElse(""))
                .orElse(asked.method());
    }

    private void describe(Span span, ServedRequest request, AnswerFacts facts) {
        Asked asked = request.asked();
        Answered answered = request.answered();
        describeModel(span, request, facts);
        answered.usage().ifPresent(usage -> tokens(span, usage));
        span.setAttribute(Conventions.METHOD, mask.of(asked.method()));
        span.setAttribute(Conventions.PATH, mask.of(asked.path()));
        span.setAttribute(Conventions.OUTCOME, answered.verb().label());
        put(span, Conventions.TEST, asked.test());
        put(span, Conventions.KEY, asked.key());
        put(span, Conventions.RECORDING, answered.location());
        put(span, Conventions.FAULT, answered.fault());
        end(span, answered.status(), request.error());
        if (answered.status() >= SERVER_ERROR || answered.verb() == Verb.MISSED || answered.verb() == Verb.FAILED) {
            span.setStatus(StatusCode.ERROR);
        }
    }

    private void writeCall(ServedRequest request, UpstreamCall call, AnswerFacts facts, Context within) {
        RequestTrace trace = request.trace();
        if (trace != null) {
            ids.choose(trace.traceId(), trace.callSpan());
        }
        Span span = begin(request, SpanKind.CLIENT, within, request.times().epoch(call.beganNanos()));
        describeModel(span, request, facts);
        call.usage().ifPresent(usage -> tokens(span, usage));
        span.setAttribute(Conventions.METHOD, mask.of(request.asked().method()));
        put(span, Conventions.UPSTREAM, call.upstream());
        String error = call.status() == 0 ? "no_answer" : ServedRequest.errorOf(call.status());
        end(span, call.status(), error);
        if (!error.isEmpty()) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(request.times().epoch(call.endedNanos()), TimeUnit.NANOSECONDS);
    }

    private void describeModel(Span span, ServedRequest request, AnswerFacts facts) {
        request.asked().operation().ifPresent(operation -> {
            span.setAttribute(Conventions.OPERATION, operation.name());
            span.setAttribute(Conventions.PROVIDER, operation.provider());
            facts.model().ifPresent(model -> span.setAttribute(Conventions.RESPONSE_MODEL, mask.of(model)));
            if (!facts.finishReasons().isEmpty()) {
                span.setAttribute(
                        Conventions.FINISH_REASONS,
                        facts.finishReasons().stream().map(mask::of).toList());
            }
        });
        request.asked().model().ifPresent(model -> span.setAttribute(Conventions.REQUEST_MODEL, mask.of(model)));
    }

    private static void tokens(Span span, TokenUsage usage) {
        span.setAttribute(Conventions.INPUT_TOKENS, usage.input());
        span.setAttribute(Conventions.OUTPUT_TOKENS, usage.output());
    }

    private static void end(Span span, int status, String error) {
        if (status > 0) {
            span.setAttribute(Conventions.STATUS, (long) status);
        }
        if (!error.isEmpty()) {
            span.setAttribute(Conventions.ERROR, error);
        }
    }

    private void put(Span span, io.opentelemetry.api.common.AttributeKey<String> key, String text) {
        if (!text.isEmpty()) {
            span.setAttribute(key, mask.of(text));
        }
    }
}
