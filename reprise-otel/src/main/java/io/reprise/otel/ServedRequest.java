package io.reprise.otel;

import io.reprise.core.exchange.Headers;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ModelOperation;
import io.reprise.core.family.known.ModelOperations;
import io.reprise.core.key.Question;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.UpstreamCall;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.report.RequestRing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is exported of one request. Refers to no body, since many may wait. */
record ServedRequest(
        Asked asked,
        Answered answered,
        Times times,
        @Nullable RequestTrace trace,
        Optional<UpstreamCall> call) {
    /** What was asked. The texts are not masked. */
    record Asked(
            String method,
            String path,
            Optional<String> model,
            Optional<ModelOperation> operation,
            String test,
            String key,
            TraceHeaders headers) {}

    /**
     * What the client got.
     *
     * @param location of the recording that answered, or that was made; empty for none
     */
    record Answered(
            Verb verb, int status, String fault, boolean isStream, Optional<TokenUsage> usage, String location) {}

    /**
     * When it was, in nanoseconds.
     *
     * @param end since 1970
     * @param endNano the same moment, by {@link System#nanoTime}
     * @param firstChunk after the begin; 0 for none
     */
    record Times(long end, long endNano, long duration, long firstChunk) {
        long begin() {
            return end - duration;
        }

        /** A moment of {@link System#nanoTime} since 1970. */
        long epoch(long nano) {
            return end - (endNano - nano);
        }
    }

    static ServedRequest of(Outcome outcome, RequestRing.Links links) {
        Optional<Question> question = outcome.request().question();
        Asked asked = new Asked(
                outcome.request().method(),
                outcome.request().path(),
                outcome.request().model(),
                question.flatMap(its -> ModelOperations.of(its.parsed().family())),
                question.map(its -> its.test().name()).orElse(""),
                question.map(its -> its.key().toString()).orElse(""),
                TraceHeaders.of(links.headers()));
        Outcome.Cost cost = outcome.cost();
        Answered answered = new Answered(
                outcome.verb(),
                outcome.answer().status(),
                outcome.answer().fault(),
                outcome.answer().chunks() > 1,
                cost.call().flatMap(UpstreamCall::usage).or(cost::saved),
                links.location());
        Times times = new Times(
                System.currentTimeMillis() * 1_000_000, System.nanoTime(), outcome.nanos(), links.firstChunkNanos());
        return new ServedRequest(
                asked, answered, times, links.trace() instanceof RequestTrace own ? own : null, cost.call());
    }

    /** What went wrong, in one word of few; empty if nothing did. */
    String error() {
        return switch (answered.verb()) {
            case MISSED -> "miss";
            case CLIENT_LEFT -> "client_left";
            default -> answered.status() == 0 ? "no_answer" : errorOf(answered.status());
        };
    }

    static String errorOf(int status) {
        return status >= 400 ? Integer.toString(status) : "";
    }

    /** The fields of W3C Trace Context. */
    record TraceHeaders(String parent, String state) {
        private static final TraceHeaders NONE = new TraceHeaders("", "");

        static TraceHeaders of(Headers headers) {
            Optional<String> parent = headers.first("traceparent");
            return parent.isEmpty()
                    ? NONE
                    : new TraceHeaders(parent.get(), headers.first("tracestate").orElse(""));
        }
    }
}
