package io.reprise.core.drift;

import io.reprise.core.compare.Outline;
import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.List;
import java.util.function.Function;

/** The drift of one recording as JSON; docs/verify.md describes the members. */
final class DriftJson {
    private final RecordingDrift drift;

    DriftJson(RecordingDrift drift) {
        this.drift = drift;
    }

    Json with(Thresholds thresholds) {
        ParsedRequest request = drift.recorded().question().parsed();
        return new JsonObjectBuilder()
                .with("location", drift.recorded().location())
                .withOrNull("test", drift.recorded().recording().test().name())
                .with("key", drift.recorded().question().key().hex())
                .with("occurrence", drift.recorded().recording().occurrence())
                .withOrNull("upstream", drift.recorded().recording().upstream())
                .with("family", request.family().name())
                .withOrNull("model", request.model().orElse(""))
                .with("answers", drift.differences().size())
                .with("same", drift.same())
                .with("same_shape", drift.hasSameShape())
                .with("words_percent", drift.words().toJson())
                .with("first_token_ms", drift.firstToken().toJson())
                .with("duration_ms", drift.duration().toJson())
                .with("tokens_per_second", drift.rate().toJson())
                .with("input_tokens", drift.inputTokens().toJson())
                .with("output_tokens", drift.outputTokens().toJson())
                .with("cost_usd", drift.cost().toJson())
                .with("status", both(outline -> new Json.JsonNumber(String.valueOf(outline.status()))))
                .with("ending", both(outline -> new Json.JsonString(outline.ending())))
                .with("finish_reasons", both(outline -> texts(outline.finishReasons())))
                .with("tool_calls", both(outline -> texts(outline.tools())))
                .with("shape", drift.shape().toJson())
                .with("headers", drift.headers().toJson())
                .with(
                        "differences",
                        drift.differences().stream()
                                .map(RecordingDifference::toJson)
                                .toList())
                .with("exceeded", texts(thresholds.exceededBy(drift)))
                .with("not_compared", texts(thresholds.unknownFor(drift)))
                .done();
    }

    private Json both(Function<Outline, Json> which) {
        return new JsonObjectBuilder()
                .with("recorded", which.apply(drift.before()))
                .with("now", drift.now().stream().map(which).toList())
                .done();
    }

    private static Json texts(List<String> texts) {
        return new Json.JsonArray(texts.stream().<Json>map(Json.JsonString::new).toList());
    }

    /** What is new, gone and changed. */
    static Json changes(List<String> added, List<String> removed, List<Json> changed) {
        return new JsonObjectBuilder()
                .with("added", added.stream().map(Json.JsonString::new).toList())
                .with("removed", removed.stream().map(Json.JsonString::new).toList())
                .with("changed", changed)
                .done();
    }
}
