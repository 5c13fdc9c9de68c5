package io.reprise.otel;

import io.opentelemetry.sdk.trace.IdGenerator;

/** Gives the next span ids that were chosen before, and random ones otherwise. Used by one thread only. */
final class ChosenIds implements IdGenerator {
    private static final IdGenerator RANDOM = IdGenerator.random();

    private String traceId = "";
    private String spanId = "";

    /** The next span gets these. */
    void choose(String trace, String span) {
        traceId = trace;
        spanId = span;
    }

    @Override
    public String generateSpanId() {
        String chosen = spanId;
        spanId = "";
        return chosen.isEmpty() ? RANDOM.generateSpanId() : chosen;
    }

    @Override
    public String generateTraceId() {
        String chosen = traceId;
        traceId = "";
        return chosen.isEmpty() ? RANDOM.generateTraceId() : chosen;
    }
}
