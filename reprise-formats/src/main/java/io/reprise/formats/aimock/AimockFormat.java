package io.reprise.formats.aimock;

import io.reprise.core.json.Json;
import io.reprise.formats.Document;
import io.reprise.formats.DocumentFormat;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.Stubs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Files of fixtures. A fixture has neither a request nor the bytes of an answer: the request is the shortest that it fits, and the answer is
 * what aimock would send.
 */
public final class AimockFormat implements DocumentFormat {
    private static final int LAST = Integer.MAX_VALUE;

    @Override
    public String name() {
        return "aimock";
    }

    @Override
    public boolean isNamed(String name) {
        return name.endsWith(".json");
    }

    @Override
    public Optional<List<Found>> read(Document document) {
        return document.json()
                .filter(json -> json.list("fixtures").stream()
                        .anyMatch(fixture -> fixture.get("match").isPresent()
                                && fixture.get("response").isPresent()))
                .map(json -> found(document, json.list("fixtures")));
    }

    private static List<Found> found(Document document, List<Json> fixtures) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, fixtures.size()).boxed().toList());
        order.sort(Comparator.comparingInt(index -> Stubs.number(match(fixtures.get(index)), "sequenceIndex", LAST)));
        List<Found> found = new ArrayList<>();
        Set<String> answered = new HashSet<>();
        for (int index : order) {
            String origin = document.origin(index + 1);
            found.add(Found.orReason(origin, () -> found(fixtures.get(index), index + 1, origin, answered)));
        }
        return found;
    }

    private static Json match(Json fixture) {
        return fixture.get("match").orElse(Json.NULL);
    }

    private static Found found(Json fixture, int number, String origin, Set<String> answered) {
        List<Loss> losses = new ArrayList<>();
        FixtureRequest asked = FixtureRequest.of(match(fixture), losses);
        RecordedCall call = asked.call();
        String slot = Stubs.key(call) + Stubs.number(match(fixture), "sequenceIndex", LAST);
        if (!answered.add(slot)) {
            throw new NotImportedException("another fixture answers the same request before it");
        }
        return new FixtureAnswer(fixture, asked, number).found(origin, losses);
    }
}
