package io.reprise.formats.llmposter;

import io.reprise.core.json.Json;
import io.reprise.formats.Document;
import io.reprise.formats.DocumentFormat;
import io.reprise.formats.Found;
import io.reprise.formats.Stubs;
import io.reprise.formats.yaml.Value;
import io.reprise.formats.yaml.YamlFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Files of fixtures, written by people or recorded by llmposter. A fixture has neither a request nor the bytes of an answer: the requests are the
 * shortest that it fits, and the answers are what llmposter would send.
 */
public final class LlmposterFormat implements DocumentFormat {
    private static final List<String> ANSWERS = List.of("response", "error", "refusal");

    @Override
    public String name() {
        return "llmposter";
    }

    @Override
    public boolean isNamed(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    @Override
    public Optional<List<Found>> read(Document document) {
        List<Value> fixtures =
                YamlFile.of(document).root().get("fixtures").orElse(Value.NULL).items();
        boolean isOne = fixtures.stream().anyMatch(fixture -> ANSWERS.stream().anyMatch(fixture::has));
        return isOne
                ? Optional.of(found(document, fixtures.stream().map(Value::json).toList()))
                : Optional.empty();
    }

    /** Those of a higher priority answer first, and of the others the first. */
    private static List<Found> found(Document document, List<Json> fixtures) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, fixtures.size()).boxed().toList());
        order.sort(Comparator.comparingInt(index -> -Stubs.number(fixtures.get(index), "priority", 0)));
        List<Found> found = new ArrayList<>();
        Set<String> answered = new HashSet<>();
        for (int index : order) {
            String origin = document.origin(index + 1);
            Fixture fixture = new Fixture(fixtures.get(index), index + 1);
            found.addAll(Found.allOrReason(origin, () -> fixture.found(origin, answered)));
        }
        return found;
    }
}
