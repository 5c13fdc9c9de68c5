package io.reprise.core.drift;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far answers may be from the recorded ones.
 *
 * @param isShapeFixed whether members, tool calls, finish reasons and statuses must be the same
 */
public record Thresholds(Map<What, Limit> limits, boolean isShapeFixed) {
    public static final Thresholds NONE = new Thresholds(Map.of(), false);

    /** What may have a limit. */
    public enum What {
        WORDS("words", "words_percent"),
        FIRST_TOKEN("first token", "first_token_ms"),
        DURATION("duration", "duration_ms"),
        COST("cost", "cost_usd");

        private final String words;
        private final String member;

        What(String words, String member) {
            this.words = words;
            this.member = member;
        }

        /** Of the JSON that has the measure. */
        String member() {
            return member;
        }
    }

    public Thresholds {
        limits = Map.copyOf(limits);
    }

    /** What is beyond a threshold, a sentence for each. */
    List<String> exceededBy(RecordingDrift drift) {
        List<String> faults = new ArrayList<>();
        ordered()
                .forEach((what, limit) ->
                        limit.fault(drift.measure(what)).ifPresent(fault -> faults.add(what.words + ": " + fault)));
        if (isShapeFixed && !drift.hasSameShape()) {
            faults.add("the shape differs");
        }
        return faults;
    }

    /** Limits that nothing can be said about, a sentence for each. */
    List<String> unknownFor(RecordingDrift drift) {
        List<String> unknown = new ArrayList<>();
        ordered().forEach((what, limit) -> {
            if (limit.isUnknown(drift.measure(what))) {
                unknown.add(what.words + ": not compared with " + limit.text() + ", because "
                        + (drift.measure(what).spread().isEmpty() ? "the answers do" : "the recording does")
                        + " not have this number");
            }
        });
        return unknown;
    }

    private Map<What, Limit> ordered() {
        Map<What, Limit> ordered = new EnumMap<>(What.class);
        ordered.putAll(limits);
        return ordered;
    }

    Json toJson() {
        JsonObjectBuilder object = new JsonObjectBuilder();
        for (What what : What.values()) {
            Limit limit = limits.get(what);
            object.with(what.member(), limit == null ? Json.NULL : new Json.JsonString(limit.text()));
        }
        return object.with("same_shape", isShapeFixed).done();
    }
}
