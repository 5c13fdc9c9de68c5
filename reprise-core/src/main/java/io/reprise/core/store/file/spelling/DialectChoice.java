package io.reprise.core.store.file.spelling;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.SpelledChunk;
import io.reprise.core.exchange.StreamFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the dialect in which most chunks of a stream are spelled. */
public final class DialectChoice {
    /** Later chunks are spelled like those before. */
    private static final int SAMPLE = 50;

    private static final int MOST_CANDIDATES = 4;

    private DialectChoice() {}

    public static Dialect of(StreamFormat format, List<Chunk> chunks, List<Optional<SpelledChunk>> spelled) {
        Map<Dialect, Integer> seen = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(SAMPLE, spelled.size()); i++) {
            spelled.get(i).ifPresent(chunk -> seen.merge(chunk.dialect(), 1, Integer::sum));
        }
        if (seen.keySet().stream().allMatch(Dialect::isUsual)) {
            return Dialect.USUAL;
        }
        List<Dialect> candidates = new ArrayList<>(List.of(Dialect.USUAL, united(seen)));
        seen.entrySet().stream()
                .sorted(Map.Entry.<Dialect, Integer>comparingByValue().reversed())
                .limit(MOST_CANDIDATES)
                .forEach(dialect -> candidates.add(dialect.getKey()));
        Dialect best = Dialect.USUAL;
        int most = -1;
        for (Dialect candidate : candidates) {
            int fitting = count(format, chunks, spelled, candidate);
            best = fitting > most ? candidate : best;
            most = Math.max(most, fitting);
        }
        return best;
    }

    /** Each property that any chunk has, with the value that most of these chunks have. */
    private static Dialect united(Map<Dialect, Integer> seen) {
        Map<String, Map<String, Integer>> votes = new HashMap<>();
        seen.forEach((dialect, count) -> dialect.properties()
                .forEach((name, value) -> votes.computeIfAbsent(name, none -> new LinkedHashMap<>())
                        .merge(value, count, Integer::sum)));
        Map<String, String> united = new HashMap<>();
        votes.forEach((name, values) -> united.put(
                name,
                values.entrySet().stream()
                        .max(Comparator.comparing(Map.Entry::getValue))
                        .orElseThrow()
                        .getKey()));
        return new Dialect(united);
    }

    private static int count(
            StreamFormat format, List<Chunk> chunks, List<Optional<SpelledChunk>> spelled, Dialect candidate) {
        int fitting = 0;
        for (int i = 0; i < Math.min(SAMPLE, spelled.size()); i++) {
            boolean isFitting = spelled.get(i).isPresent()
                    && fits(format, chunks.get(i).bytes(), i, spelled.get(i).get(), candidate);
            fitting += isFitting ? 1 : 0;
        }
        return fitting;
    }

    /** Whether a chunk is spelled so in {@code dialect}, too. */
    public static boolean fits(StreamFormat format, Bytes chunk, int index, SpelledChunk spelled, Dialect dialect) {
        if (spelled.dialect().equals(dialect)) {
            return true;
        }
        try {
            return format.chunk(spelled.plain(), dialect, index).equals(chunk);
        } catch (IllegalArgumentException inAnotherDialect) {
            return false;
        }
    }
}
