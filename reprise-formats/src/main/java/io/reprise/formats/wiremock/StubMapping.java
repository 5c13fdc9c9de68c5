package io.reprise.formats.wiremock;

import io.reprise.core.json.Json;
import io.reprise.formats.Stubs;
import java.nio.file.Path;
import java.util.List;

/**
 * What decides when a mapping answers.
 *
 * @param number of the mapping in its file, from 0
 * @param origin for people
 * @param key of the request that it answers; empty if it cannot be imported
 * @param scenario empty if it belongs to none
 * @param required the state of the scenario in which it answers; empty if it answers in every state
 * @param next the state to which its answer leads; empty if it leads to none
 * @param precedence of mappings for the same request that answer in the present state, that with the smallest one answers
 */
record StubMapping(
        Path file,
        int number,
        String origin,
        String key,
        String scenario,
        String required,
        String next,
        long precedence) {
    static final String STARTED = "Started";
    private static final int USUAL_PRIORITY = 5;
    private static final int PRIORITIES = 1_000_000;

    static StubMapping of(Json mapping, Path file, int number, String origin, String key) {
        return new StubMapping(
                file,
                number,
                origin,
                key,
                mapping.text("scenarioName"),
                mapping.text("requiredScenarioState"),
                mapping.text("newScenarioState"),
                (long) Stubs.number(mapping, "priority", USUAL_PRIORITY) * PRIORITIES
                        - Math.min(Stubs.number(mapping, "insertionIndex", 0), PRIORITIES - 1));
    }

    /** The mappings of a file: one, or several as WireMock exports them. */
    static List<Json> in(Json file) {
        return file.get("mappings").isPresent() ? file.list("mappings") : List.of(file);
    }

    /** Whether it answers whatever the states of scenarios are. */
    boolean isInAnyState() {
        return scenario.isEmpty() || required.isEmpty();
    }

    /** Whether it answers in a state. */
    boolean isIn(String ofScenario, String state) {
        return isInAnyState() || scenario.equals(ofScenario) && required.equals(state);
    }
}
