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
 * @param required the state of the scenario in which it answers
 * @param next the state to which its answer leads; empty if it leads to none
 * @param precedence of two mappings for the same request in the same state, that with the smaller one answers
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
        String required = mapping.text("requiredScenarioState");
        return new StubMapping(
                file,
                number,
                origin,
                key,
                mapping.text("scenarioName"),
                required.isEmpty() ? STARTED : required,
                mapping.text("newScenarioState"),
                (long) Stubs.number(mapping, "priority", USUAL_PRIORITY) * PRIORITIES
                        - Math.min(Stubs.number(mapping, "insertionIndex", 0), PRIORITIES - 1));
    }

    /** The mappings of a file: one, or several as WireMock exports them. */
    static List<Json> in(Json file) {
        return file.get("mappings").isPresent() ? file.list("mappings") : List.of(file);
    }

    /** Two mappings with the same one can answer the same request at the same time. */
    String slot() {
        return key + "\n" + scenario + "\n" + (scenario.isEmpty() ? "" : required);
    }
}
