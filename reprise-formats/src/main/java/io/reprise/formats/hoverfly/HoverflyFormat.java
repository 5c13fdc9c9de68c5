package io.reprise.formats.hoverfly;

import io.reprise.core.json.Json;
import io.reprise.formats.Document;
import io.reprise.formats.DocumentFormat;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.StubbedExchange;
import io.reprise.formats.Stubs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Hoverfly's simulations of the schema versions 1 to 5. */
public final class HoverflyFormat implements DocumentFormat {
    private static final String SEQUENCE = "sequence:";

    @Override
    public String name() {
        return "hoverfly";
    }

    @Override
    public boolean isNamed(String name) {
        return name.endsWith(".json");
    }

    @Override
    public Optional<List<Found>> read(Document document) {
        return document.json()
                .filter(json -> json.at("data", "pairs").isPresent()
                        && json.at("meta", "schemaVersion").isPresent())
                .map(json -> found(document, json));
    }

    private static List<Found> found(Document document, Json simulation) {
        List<Json> pairs = simulation.list("data", "pairs");
        boolean isDelayed = !simulation.list("data", "globalActions", "delays").isEmpty()
                || !simulation.list("data", "globalActions", "delaysLogNormal").isEmpty();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, pairs.size()).boxed().toList());
        order.sort(Comparator.comparingInt(index -> sequence(pairs.get(index))));
        List<Found> found = new ArrayList<>();
        Set<String> answered = new HashSet<>();
        for (int index : order) {
            String origin = document.origin(index + 1);
            found.add(Found.orReason(origin, () -> found(document, pairs.get(index), isDelayed, origin, answered)));
        }
        return found;
    }

    /** The place of an answer among those to the same request, as Hoverfly's stateful capture numbers them. */
    private static int sequence(Json pair) {
        return required(pair).stream()
                .filter(state -> state.name().startsWith(SEQUENCE))
                .flatMap(state -> state.value().string().stream())
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }

    private static List<Json.Member> required(Json pair) {
        return pair.at("request", "requiresState").orElse(Json.NULL).members();
    }

    private static Found found(Document document, Json pair, boolean isDelayed, String origin, Set<String> answered) {
        List<Loss> losses = new ArrayList<>();
        RecordedCall call = SimulatedRequest.of(pair, losses);
        List<Json.Member> states = required(pair);
        String slot = Stubs.key(call)
                + states.stream()
                        .map(state -> state.name() + state.value())
                        .sorted()
                        .toList();
        if (!answered.add(slot)) {
            throw new NotImportedException("another pair answers the same request before it");
        }
        if (states.stream().anyMatch(state -> !state.name().startsWith(SEQUENCE))) {
            losses.add(
                    new Loss("request.requiresState", "answers come in the order of the file, whatever the state is"));
        }
        if (isDelayed) {
            losses.add(new Loss("globalActions", "--pace has its own models of delays"));
        }
        StubbedExchange exchange = SimulatedResponse.of(document, pair, call, losses);
        return exchange.found(origin);
    }
}
