package io.reprise.formats.har;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonItems;
import io.reprise.core.json.JsonSyntaxException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The order in which the requests of a HAR file were sent. */
final class HarOrder {
    /** Reads an entry. */
    interface Reader {
        Json read(JsonItems.Item item) throws IOException;
    }

    private HarOrder() {}

    /**
     * The indexes of the entries, by the times at which they began. It is the order of the file where an entry has no time,
     * or Reprise has written the file.
     */
    static List<Integer> of(JsonItems log, HarWriter writer, Reader reader) throws IOException {
        List<JsonItems.Item> entries = log.items();
        boolean isInOrder = log.member("_repriseTest").isPresent();
        List<Optional<Instant>> times =
                entries.stream().map(entry -> time(entry.mark())).toList();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, entries.size()).boxed().toList());
        if (!isInOrder && times.stream().allMatch(Optional::isPresent)) {
            order.sort(Comparator.comparing(index -> times.get(index).orElseThrow()));
        }
        return writer == HarWriter.POLLY ? polly(entries, order, reader) : order;
    }

    /** A time as HAR has it (ISO 8601); empty if it is none. */
    static Optional<Instant> time(String spelled) {
        try {
            return Optional.of(OffsetDateTime.parse(spelled).toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /** The same order, where entries that answer the same request stand in the order of their numbers. */
    private static List<Integer> polly(List<JsonItems.Item> entries, List<Integer> byTime, Reader reader)
            throws IOException {
        Map<String, List<Integer>> same = new HashMap<>();
        Map<Integer, Double> numbers = new HashMap<>();
        List<String> ids = new ArrayList<>();
        for (int index : byTime) {
            Json entry = json(entries.get(index), reader);
            String id = entry.text("_id");
            ids.add(id);
            numbers.put(index, HarNumbers.of(entry, "_order").orElse(0.0));
            same.computeIfAbsent(id, any -> new ArrayList<>()).add(index);
        }
        same.values().forEach(indexes -> indexes.sort(Comparator.comparing(numbers::get)));
        Map<String, Integer> next = new HashMap<>();
        List<Integer> order = new ArrayList<>();
        for (String id : ids) {
            order.add(same.getOrDefault(id, List.of()).get(next.merge(id, 1, Integer::sum) - 1));
        }
        return order;
    }

    private static Json json(JsonItems.Item item, Reader reader) throws IOException {
        try {
            return reader.read(item);
        } catch (JsonSyntaxException broken) {
            return Json.NULL; // it is named when it is converted
        }
    }
}
