package io.reprise.core.explain;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.Json.JsonArray;
import io.reprise.core.json.Json.JsonObject;
import io.reprise.core.json.Json.JsonString;
import io.reprise.core.json.Json.Member;
import java.util.List;
import java.util.Locale;

/** A miss as JSON. */
final class MissJson {
    private MissJson() {}

    static Json of(Miss miss) {
        Miss.Asked asked = miss.asked();
        return object(
                member("method", asked.method()),
                member("path", asked.path()),
                new Member("model", asked.model().<Json>map(JsonString::new).orElse(Json.NULL)),
                new Member("test", test(asked.test())),
                new Member(
                        "upstream",
                        asked.asker().upstream().<Json>map(JsonString::new).orElse(Json.NULL)),
                member("key", asked.key().hex()),
                member("reason", miss.reason().name().toLowerCase(Locale.ROOT).replace('_', '-')),
                member("cause", miss.cause().label()),
                new Member("nearest", miss.nearest().map(MissJson::nearest).orElse(Json.NULL)),
                new Member(
                        "rules",
                        new JsonArray(miss.remedy().rules().stream()
                                .<Json>map(rule -> new JsonString(rule.toString()))
                                .toList())),
                new Member(
                        "never_keep",
                        miss.remedy().neverKept().<Json>map(JsonString::new).orElse(Json.NULL)),
                member("command", miss.remedy().command()),
                new Member(
                        "move_command",
                        miss.remedy().move().<Json>map(JsonString::new).orElse(Json.NULL)),
                new Member("replay_asked", new Json.JsonBoolean(miss.remedy().isReplayAsked())),
                new Member(
                        "missing_key",
                        miss.remedy().missingKey().<Json>map(JsonString::new).orElse(Json.NULL)),
                new Member(
                        "index",
                        object(
                                new Member(
                                        "recordings",
                                        new Json.JsonNumber(
                                                String.valueOf(miss.coverage().recordings()))),
                                new Member(
                                        "complete",
                                        new Json.JsonBoolean(miss.coverage().isComplete())))),
                member("message", miss.message()));
    }

    private static Json nearest(Nearest nearest) {
        return object(
                member("location", nearest.location()),
                new Member("test", test(nearest.test())),
                new Member(
                        "upstream",
                        nearest.source().upstream().isEmpty()
                                ? Json.NULL
                                : new JsonString(nearest.source().upstream())),
                new Member(
                        "occurrence",
                        new Json.JsonNumber(String.valueOf(nearest.source().occurrence()))),
                new Member(
                        "differences",
                        new JsonArray(nearest.differences().stream()
                                .map(difference ->
                                        object(member("where", difference.where()), member("what", difference.what())))
                                .toList())),
                new Member(
                        "other_tests",
                        new JsonArray(nearest.otherTests().known().stream()
                                .map(MissJson::test)
                                .toList())),
                new Member(
                        "more_tests",
                        new Json.JsonNumber(String.valueOf(nearest.otherTests().more()))));
    }

    private static Json test(TestId test) {
        return test.isNone() ? Json.NULL : new JsonString(test.name());
    }

    private static Json object(Member... members) {
        return new JsonObject(List.of(members));
    }

    private static Member member(String name, String value) {
        return new Member(name, new JsonString(value));
    }
}
