package io.reprise.junit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What happened in all tests of this process, said when the last one has ended. Safe for use by several threads. */
@SuppressWarnings("deprecation") // JUnit 5.12 closes only these
final class Summary implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private static final int MOST_NAMES = 20;

    /** What one test adds. */
    private record Part(
            String test, int replayed, int recorded, int missed, int open, long tokens, BigDecimal dollars) {
        static Part of(String test, RunOutcome outcome) {
            return new Part(
                    test,
                    outcome.count("replayed"),
                    outcome.count("recorded"),
                    outcome.count("missed"),
                    outcome.open(),
                    outcome.savedTokens(),
                    outcome.savedDollars());
        }
    }

    private final Map<String, Part> parts = new LinkedHashMap<>();

    /** Adds what came of a run, or replaces what was known of it. */
    synchronized void put(String run, String test, RunOutcome outcome) {
        parts.put(run, Part.of(test, outcome));
    }

    /** Lines for people; empty if no test asked anything. */
    synchronized List<String> lines() {
        int replayed = 0;
        int recorded = 0;
        int missed = 0;
        long tokens = 0;
        BigDecimal dollars = BigDecimal.ZERO;
        List<String> misses = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        for (Part part : parts.values()) {
            replayed += part.replayed;
            recorded += part.recorded;
            missed += part.missed;
            tokens += part.tokens;
            dollars = dollars.add(part.dollars);
            if (part.missed > 0) {
                misses.add(part.test);
            }
            if (part.open > 0) {
                waiting.add(part.test);
            }
        }
        if (replayed + recorded + missed == 0 && waiting.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "reprise: %,d %s, %,d %s replayed, %,d recorded, %,d missed%s",
                parts.size(),
                parts.size() == 1 ? "test" : "tests",
                replayed,
                replayed == 1 ? "request" : "requests",
                recorded,
                missed,
                saved(tokens, dollars)));
        named("had requests without a recording", misses).ifPresent(lines::add);
        named("ended before their requests had an answer", waiting).ifPresent(lines::add);
        return lines;
    }

    private static String saved(long tokens, BigDecimal dollars) {
        if (tokens == 0) {
            return "";
        }
        BigDecimal rounded = dollars.setScale(4, RoundingMode.HALF_UP);
        String money = rounded.stripTrailingZeros().toPlainString();
        return String.format(Locale.ROOT, "; saved %,d tokens", tokens)
                + (rounded.signum() == 0 ? "" : " and $" + money);
    }

    private static Optional<String> named(String what, List<String> tests) {
        if (tests.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = tests.stream().distinct().toList();
        String more = names.size() <= MOST_NAMES ? "" : ", and " + (names.size() - MOST_NAMES) + " more";
        return Optional.of("reprise: tests that " + what + ": "
                + String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))) + more);
    }

    @Override
    public void close() {
        lines().forEach(System.out::println);
    }
}
