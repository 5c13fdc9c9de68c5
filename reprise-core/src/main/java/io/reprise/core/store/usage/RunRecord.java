package io.reprise.core.store.usage;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one server has used while it ran.
 *
 * @param at when it stopped
 * @param tests that ran, and got an answer to each of their requests
 * @param used the locations of recordings, by those tests and by all others
 */
public record RunRecord(Instant at, Set<TestId> tests, Set<String> used) {
    private static final int VERSION = 1;

    public RunRecord {
        tests = Set.copyOf(tests);
        used = Set.copyOf(used);
    }

    Json toJson() {
        return new JsonObjectBuilder()
                .with("reprise_run", VERSION)
                .with("at", at.toString())
                .with("tests", strings(tests.stream().map(TestId::name).toList()))
                .with("used", strings(used))
                .done();
    }

    private static List<Json> strings(Collection<String> texts) {
        return new TreeSet<>(texts).stream().<Json>map(Json.JsonString::new).toList();
    }

    /** Empty if it is none, or one of a later version. */
    static Optional<RunRecord> of(Json json) {
        boolean isOne = json.get("reprise_run")
                .filter(version -> version instanceof Json.JsonNumber number
                        && number.spelling().equals(String.valueOf(VERSION)))
                .isPresent();
        Optional<String> at = json.get("at").flatMap(Json::string);
        if (!isOne || at.isEmpty()) {
            return Optional.empty();
        }
        try {
            Set<TestId> tests = new HashSet<>();
            strings(json, "tests").forEach(name -> tests.add(new TestId(name)));
            return Optional.of(new RunRecord(Instant.parse(at.get()), tests, new HashSet<>(strings(json, "used"))));
        } catch (DateTimeParseException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static List<String> strings(Json json, String name) {
        List<String> texts = new ArrayList<>();
        json.get(name)
                .map(Json::items)
                .orElse(List.of())
                .forEach(item -> item.string().ifPresent(texts::add));
        return texts;
    }
}
