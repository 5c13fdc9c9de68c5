package io.reprise.server.control;

import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.pace.PaceRule;
import io.reprise.core.replay.pace.Paces;
import io.reprise.server.report.Report;
import io.reprise.server.report.UsedRecordings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The paths of the control API, and what each does. */
public final class ControlRoutes {
    private static final int LISTED_BY_DEFAULT = 1_000;
    private static final int MOST_LISTED = 1_000_000;
    private static final Set<String> TEST = Set.of("test");

    private final Map<String, Map<String, Route>> routes = new LinkedHashMap<>();

    /** What a server is, as far as {@code health} tells. */
    public record Health(Mode mode, int upstreams, Supplier<Json> memory) {}

    /** What rules and turns can be changed while the server runs. */
    public record Changeable(
            Occurrences occurrences, HandedOutIds handedOut, FaultRules faults, Paces paces, UsedRecordings used) {}

    public ControlRoutes(Health health, RecordingListing recordings, Supplier<Report> report, Changeable changeable) {
        add("GET", "health", Route.quick(Set.of(), request -> health(health)));
        add(
                "GET",
                "recordings",
                Route.slow(
                        Set.of("limit", "test"),
                        request -> recordings.first(
                                request.number("limit", MOST_LISTED, LISTED_BY_DEFAULT), request.test())));
        add("GET", "misses", Route.quick(Set.of(), request -> ReportJson.misses(report.get())));
        add("GET", "report", Route.quick(Set.of(), request -> ReportJson.of(report.get())));
        add("POST", "tests/start-over", Route.quick(TEST, request -> startOver(changeable, request.test())));
        FaultRules faults = changeable.faults();
        addRules("faults", new RulesApi<>(FaultRule::parse, faults::rules, faults::change));
        Paces paces = changeable.paces();
        addRules("pace", new RulesApi<>(PaceRule::parse, paces::rules, paces::change));
    }

    private void add(String method, String path, Route route) {
        routes.computeIfAbsent(path, first -> new LinkedHashMap<>()).put(method, route);
    }

    private void addRules(String path, RulesApi<?> rules) {
        for (String method : new String[] {"GET", "POST", "PUT", "DELETE"}) {
            add(method, path, Route.quick(TEST, rules::answer));
        }
    }

    /** By method; empty if there is no such path. */
    Map<String, Route> at(String path) {
        return routes.getOrDefault(path, Map.of());
    }

    /** All of them, for people. */
    String described() {
        return routes.entrySet().stream()
                .map(path -> String.join("/", path.getValue().keySet()) + " " + path.getKey())
                .collect(Collectors.joining(", "));
    }

    private static Json health(Health health) {
        return new JsonObjectBuilder()
                .with("status", "ok")
                .with("mode", health.mode().toString())
                .with("upstreams", health.upstreams())
                .with("memory", health.memory().get())
                .done();
    }

    private static Json startOver(Changeable changeable, Optional<TestId> test) {
        if (test.isPresent()) {
            changeable.occurrences().startOver(test.get());
            changeable.handedOut().startOver(test.get());
            changeable.faults().startOver(test.get());
            changeable.used().startOver(test.get());
        } else {
            changeable.occurrences().startOver();
            changeable.handedOut().startOver();
            changeable.faults().startOver();
            changeable.used().startOver();
        }
        return new JsonObjectBuilder()
                .with("started_over", test.map(TestId::name).orElse("all tests"))
                .done();
    }
}
