package io.reprise.formats.wiremock;

import io.reprise.formats.Loss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** In which order mappings answer: by the states of their scenarios. */
final class MappingOrder {
    private static final int UNREACHED = Integer.MAX_VALUE;

    private final List<StubMapping> mappings;
    private final Map<String, Map<String, Integer>> ranks = new HashMap<>();
    private final Set<String> cyclic = new HashSet<>();
    private final Map<String, Long> requests;
    private final Map<String, StubMapping> first = new HashMap<>();

    MappingOrder(List<StubMapping> mappings) {
        this.mappings = List.copyOf(mappings);
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
        for (StubMapping mapping : mappings) {
            if (!mapping.key().isEmpty()) {
                // of equal ones, WireMock takes the one that was added last
                first.merge(
                        mapping.slot(), mapping, (one, other) -> other.precedence() <= one.precedence() ? other : one);
            }
        }
    }

    /** How many answers come before one in a state. */
    private Map<String, Integer> ranks(String scenario, List<StubMapping> members) {
        Map<String, Integer> ranks = new HashMap<>();
        List<String> reached = new ArrayList<>(List.of(StubMapping.STARTED));
        ranks.put(StubMapping.STARTED, 0);
        for (int i = 0; i < reached.size(); i++) {
            String state = reached.get(i);
            for (StubMapping member : members) {
                if (member.required().equals(state) && !member.next().isEmpty()) {
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

    /** The mappings in the order of their answers; those of no scenario keep their places. */
    List<StubMapping> sorted() {
        return mappings.stream().sorted(Comparator.comparingInt(this::rank)).toList();
    }

    private int rank(StubMapping mapping) {
        return mapping.scenario().isEmpty()
                ? 0
                : ranks.getOrDefault(mapping.scenario(), Map.of()).getOrDefault(mapping.required(), UNREACHED);
    }

    /** The mapping that answers in the place of this one; empty if this one does. */
    Optional<StubMapping> hiddenBy(StubMapping mapping) {
        StubMapping answering = first.getOrDefault(mapping.slot(), mapping);
        return answering.equals(mapping) ? Optional.empty() : Optional.of(answering);
    }

    /** What recordings do not have of the scenario of a mapping. */
    List<Loss> losses(StubMapping mapping) {
        List<Loss> losses = new ArrayList<>();
        if (mapping.scenario().isEmpty()) {
            return losses;
        }
        if (rank(mapping) == UNREACHED) {
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
