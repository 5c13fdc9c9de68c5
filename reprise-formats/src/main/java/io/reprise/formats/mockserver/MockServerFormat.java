package io.reprise.formats.mockserver;

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

/** MockServer's expectations, written by hand, persisted, or retrieved as recorded. */
public final class MockServerFormat implements DocumentFormat {
    /** An expectation that answers more often has always the same answer. */
    private static final int MOST_TIMES = 100;

    @Override
    public String name() {
        return "mockserver";
    }

    @Override
    public boolean isNamed(String name) {
        return name.endsWith(".json");
    }

    @Override
    public Optional<List<Found>> read(Document document) {
        return document.json().flatMap(json -> {
            List<Json> expectations = json instanceof Json.JsonArray ? json.items() : List.of(json);
            boolean isOurs = !expectations.isEmpty()
                    && expectations.stream()
                            .anyMatch(each -> each.get("httpRequest").isPresent());
            return isOurs ? Optional.of(found(document, expectations)) : Optional.empty();
        });
    }

    private static List<Found> found(Document document, List<Json> expectations) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, expectations.size()).boxed().toList());
        order.sort(Comparator.comparingInt(index -> -Stubs.number(expectations.get(index), "priority", 0)));
        List<Found> found = new ArrayList<>();
        Set<String> answered = new HashSet<>();
        for (int index : order) {
            String origin = expectations.size() == 1 ? document.origin() : document.origin(index + 1);
            found.addAll(Found.allOrReason(origin, () -> found(expectations.get(index), origin, answered)));
        }
        return found;
    }

    /** @param answered the keys of requests that an expectation before it answers as often as they are asked */
    private static List<Found> found(Json expectation, String origin, Set<String> answered) {
        List<Loss> losses = new ArrayList<>();
        RecordedCall call = ExpectedRequest.of(expectation, losses);
        String key = Stubs.key(call);
        if (answered.contains(key)) {
            throw new NotImportedException("another expectation answers the same request before it");
        }
        Json times = expectation.get("times").orElse(Json.NULL);
        int count = Stubs.isTrue(times, "unlimited") ? 0 : Stubs.number(times, "remainingTimes", 0);
        if (count <= 0 || count > MOST_TIMES) {
            answered.add(key);
        }
        if (!Stubs.isTrue(expectation.get("timeToLive").orElse(Json.NULL), "unlimited")
                && expectation.get("timeToLive").isPresent()) {
            losses.add(new Loss("timeToLive", "a recording does not end by time"));
        }
        Found answer = answer(expectation, call, origin, losses);
        return IntStream.range(0, count <= 0 || count > MOST_TIMES ? 1 : count)
                .mapToObj(any -> answer)
                .toList();
    }

    private static Found answer(Json expectation, RecordedCall call, String origin, List<Loss> losses) {
        if (expectation.get(ExpectedStream.ACTION).isPresent()) {
            return ExpectedStream.of(expectation, call).found(origin, losses);
        }
        return expectation.get(ExpectedSocket.ACTION).isPresent()
                ? ExpectedSocket.found(expectation, call, origin, losses)
                : ExpectedResponse.of(expectation, call, losses).found(origin);
    }
}
