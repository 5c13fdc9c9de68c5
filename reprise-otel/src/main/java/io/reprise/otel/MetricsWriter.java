package io.reprise.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.ModelOperation;
import io.reprise.core.redact.CredentialMask;
import io.reprise.server.outcome.Outcome.UpstreamCall;
import java.util.List;

/** Measures requests that ask a model. What a client of the upstream measures is told of upstream calls only: a replay costs nothing. */
final class MetricsWriter {
    private static final double NANOS = 1e9;

    private final DoubleHistogram clientDuration;
    private final LongHistogram clientTokens;
    private final DoubleHistogram serverDuration;
    private final DoubleHistogram firstToken;
    private final CredentialMask mask;

    MetricsWriter(Meter meter, CredentialMask mask) {
        this.mask = mask;
        clientDuration = seconds(meter, Conventions.CLIENT_DURATION, "Duration of upstream calls", Conventions.SECONDS);
        serverDuration = seconds(meter, Conventions.SERVER_DURATION, "Duration of requests", Conventions.SECONDS);
        firstToken = seconds(
                meter,
                Conventions.SERVER_FIRST_TOKEN,
                "Time to the first chunk of streamed answers",
                Conventions.FIRST_TOKEN_SECONDS);
        clientTokens = meter.histogramBuilder(Conventions.CLIENT_TOKENS)
                .ofLongs()
                .setUnit("{token}")
                .setDescription("Tokens that upstreams counted")
                .setExplicitBucketBoundariesAdvice(Conventions.TOKENS)
                .build();
    }

    private static DoubleHistogram seconds(Meter meter, String name, String description, List<Double> buckets) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setDescription(description)
                .setExplicitBucketBoundariesAdvice(buckets)
                .build();
    }

    void write(ServedRequest request, AnswerFacts facts) {
        request.asked().operation().ifPresent(operation -> {
            Attributes known = attributes(request, operation, facts).build();
            request.call().ifPresent(call -> writeCall(call, known));
            AttributesBuilder ofServer = known.toBuilder()
                    .put(Conventions.OUTCOME, request.answered().verb().label());
            if (!request.error().isEmpty()) {
                ofServer.put(Conventions.ERROR, request.error());
            }
            Attributes served = ofServer.build();
            serverDuration.record(request.times().duration() / NANOS, served);
            if (request.answered().isStream() && request.times().firstChunk() > 0) {
                firstToken.record(request.times().firstChunk() / NANOS, served);
            }
        });
    }

    private void writeCall(UpstreamCall call, Attributes known) {
        String error = call.status() == 0 ? "no_answer" : ServedRequest.errorOf(call.status());
        Attributes ended = error.isEmpty()
                ? known
                : known.toBuilder().put(Conventions.ERROR, error).build();
        clientDuration.record(call.nanos() / NANOS, ended);
        call.usage().ifPresent(usage -> tokens(usage, known));
    }

    private void tokens(TokenUsage usage, Attributes known) {
        clientTokens.record(
                usage.input(),
                known.toBuilder().put(Conventions.TOKEN_TYPE, "input").build());
        clientTokens.record(
                usage.output(),
                known.toBuilder().put(Conventions.TOKEN_TYPE, "output").build());
    }

    private AttributesBuilder attributes(ServedRequest request, ModelOperation operation, AnswerFacts facts) {
        AttributesBuilder attributes = Attributes.builder()
                .put(Conventions.OPERATION, operation.name())
                .put(Conventions.PROVIDER, operation.provider());
        request.asked().model().ifPresent(model -> attributes.put(Conventions.REQUEST_MODEL, mask.of(model)));
        facts.model().ifPresent(model -> attributes.put(Conventions.RESPONSE_MODEL, mask.of(model)));
        return attributes;
    }
}
