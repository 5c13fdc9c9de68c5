package io.reprise.formats.wiremock;

import io.reprise.formats.Loss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which order mappings answer: by the states of their scenarios. One that answers in every state comes where the first state is in which no
 * better one answers the same request.
 */
final class MappingOrder {
    private static final int UNREACHED = Integer.MAX_VALUE;

    private final List<StubMapping> mappings;
    private final Map<String, Map<String, Integer>> ranks = new HashMap<>();
    private final Set<String> cyclic = new HashSet<>();
    private final Map<String, Long> requests;
    /** The mappings for each request, the best first. */
    private final Map<String, List<StubMapping>> same;

    MappingOrder(List<StubMapping> mappings) {
        this.mappings = List.copyOf(mappings);
        same = best(mappings);
        Map<String, List<StubMapping>> scenarios = mappings.stream()
                .filter(mapping -> !mapping.scenario().isEmpty())
                .collect(Collectors.groupingBy(StubMapping::scenario, LinkedHashMap::new, Collectors.toList()));
        scenarios.forEach((name, members) -> ranks.put(name, ranks(name, members)));
        requests = scenarios.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        scenario -> scenario.getValue().stream()
                                .map(StubMapping::key)
                                .distinct()
                                .count()));
    }

    /** Of equal ones, WireMock takes the one that was added last. */
    private static Map<String, List<StubMapping>> best(List<StubMapping> mappings) {
        List<StubMapping> best = new ArrayList<>(mappings);
        Collections.reverse(best);
        return best.stream()
                .filter(mapping -> !mapping.key().isEmpty())
                .sorted(Comparator.comparingLong(StubMapping::precedence))
                .collect(Collectors.groupingBy(StubMapping::key));
    }

    /** How many answers come before one in a state. */
    private Map<String, Integer> ranks(String scenario, List<StubMapping> members) {
        Map<String, Integer> ranks = new HashMap<>();
        List<String> reached = new ArrayList<>(List.of(StubMapping.STARTED));
        ranks.put(StubMapping.STARTED, 0);
        for (int i = 0; i < reached.size(); i++) {
            String state = reached.get(i);
            for (StubMapping member : members) {
                if (!member.next().isEmpty() && leadsOn(member, state)) {
                    if (ranks.putIfAbsent(member.next(), i + 1) == null) {
                        reached.add(member.next());
                    } else if (ranks.getOrDefault(member.next(), 0) < i) {
                        cyclic.add(scenario);
                    }
                }
            }
        }
        return ranks;
    }

    private boolean leadsOn(StubMapping member, String state) {
        return member.isIn(member.scenario(), state)
                && (!member.isInAnyState()
                        || answering(member, member.scenario(), state).equals(member));
    }

    /** The mapping that answers the request of a mapping in a state; this one if there is none. */
    private StubMapping answering(StubMapping mapping, String scenario, String state) {
        return same.getOrDefault(mapping.key(), List.of()).stream()
                .filter(each -> each.isIn(scenario, state))
                .findFirst()
                .orElse(mapping);
    }

    /** The mappings in the order of their answers; those of no scenario keep their places. */
    List<StubMapping> sorted() {
        Map<StubMapping, Integer> places = new HashMap<>();
        mappings.forEach(mapping -> places.put(mapping, rank(mapping)));
        return mappings.stream()
                .sorted(Comparator.comparingInt(mapping -> places.getOrDefault(mapping, 0)))
                .toList();
    }

    private int rank(StubMapping mapping) {
        return mapping.isInAnyState()
                ? scenariosOf(mapping.key())
                        .mapToInt(scenario -> firstFree(mapping, scenario))
                        .max()
                        .orElse(0)
                : ranks(mapping.scenario()).getOrDefault(mapping.required(), UNREACHED);
    }

    private Map<String, Integer> ranks(String scenario) {
        return ranks.getOrDefault(scenario, Map.of());
    }

    /** The scenarios with states in which a request has an answer of its own. */
    private Stream<String> scenariosOf(String key) {
        return same.getOrDefault(key, List.of()).stream()
                .filter(mapping -> !mapping.isInAnyState())
                .map(StubMapping::scenario)
                .distinct();
    }

    /** How many answers come before a mapping that answers in every state, if it waits for the first state without a better one. */
    private int firstFree(StubMapping mapping, String scenario) {
        return ranks(scenario).entrySet().stream()
                .filter(state -> answering(mapping, scenario, state.getKey()).isInAnyState())
                .mapToInt(Map.Entry::getValue)
                .min()
                .orElse(UNREACHED);
    }

    /** The mapping that answers in the place of this one; empty if this one does. */
    Optional<StubMapping> hiddenBy(StubMapping mapping) {
        if (!mapping.isInAnyState()) {
            return other(answering(mapping, mapping.scenario(), mapping.required()), mapping);
        }
        boolean isAnyBetter = rank(mapping) == UNREACHED;
        return same.getOrDefault(mapping.key(), List.of()).stream()
                .filter(each -> isAnyBetter || each.isInAnyState())
                .findFirst()
                .flatMap(each -> other(each, mapping));
    }

    private static Optional<StubMapping> other(StubMapping answering, StubMapping mapping) {
        return answering.equals(mapping) ? Optional.empty() : Optional.of(answering);
    }

    /** What recordings do not have of the scenario of a mapping. */
    List<Loss> losses(StubMapping mapping) {
        List<Loss> losses = new ArrayList<>();
        if (mapping.scenario().isEmpty()) {
            return losses;
        }
        if (!mapping.isInAnyState() && rank(mapping) == UNREACHED) {
            losses.add(new Loss("requiredScenarioState", "no mapping leads to it, so its answer comes last"));
        }
        if (cyclic.contains(mapping.scenario())) {
            losses.add(new Loss(
                    "newScenarioState", "the scenario goes back to an earlier state; '--repeat cycle' does so"));
        }
        if (requests.getOrDefault(mapping.scenario(), 1L) > 1) {
            losses.add(new Loss(
                    "scenarioName",
                    "several requests change its state; each gets its answers in the order of the states"));
        }
        return losses;
    }
}
