package io.reprise.otel;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/** The names of OpenTelemetry's semantic conventions for generative AI, version 1.41.0, and our own beside them. */
final class Conventions {
    static final String SCHEMA = "https://opentelemetry.io/schemas/1.41.0";

    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");
    static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");

    static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("reprise.outcome");
    static final AttributeKey<String> TEST = AttributeKey.stringKey("reprise.test");
    static final AttributeKey<String> KEY = AttributeKey.stringKey("reprise.recording.key");
    static final AttributeKey<String> RECORDING = AttributeKey.stringKey("reprise.recording");
    static final AttributeKey<String> FAULT = AttributeKey.stringKey("reprise.fault");
    static final AttributeKey<String> UPSTREAM = AttributeKey.stringKey("reprise.upstream");

    static final String CLIENT_DURATION = "gen_ai.client.operation.duration";
    static final String CLIENT_TOKENS = "gen_ai.client.token.usage";
    static final String SERVER_DURATION = "gen_ai.server.request.duration";
    static final String SERVER_FIRST_TOKEN = "gen_ai.server.time_to_first_token";

    static final List<Double> SECONDS =
            List.of(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    static final List<Double> FIRST_TOKEN_SECONDS =
            List.of(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
    static final List<Long> TOKENS = List.of(
            1L, 4L, 16L, 64L, 256L, 1024L, 4096L, 16384L, 65536L, 262144L, 1048576L, 4194304L, 16777216L, 67108864L);

    private Conventions() {}
}
