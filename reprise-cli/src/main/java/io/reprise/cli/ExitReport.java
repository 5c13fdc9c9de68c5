package io.reprise.cli;

import io.reprise.core.json.Json;
import io.reprise.server.report.Outcome.Verb;
import io.reprise.server.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a server did while it ran, for the person who stops it; the same as {@code GET /__reprise/report}, in words. */
final class ExitReport {
    private static final int MAX_MISSES = 20;
    private static final int MAX_DIFFERENCES = 3;
    private static final Set<String> ALWAYS_SHOWN = Set.of(Verb.REPLAYED.label(), Verb.RECORDED.label());

    private final Report report;

    private ExitReport(Report report) {
        this.report = report;
    }

    static ExitReport of(Report report) {
        return new ExitReport(report);
    }

    boolean hasFailedRecordings() {
        return !report.failedRecordings().isEmpty();
    }

    /** @param onlyAttention whether to leave out everything that is in order */
    List<String> lines(boolean onlyAttention) {
        List<String> lines = new ArrayList<>();
        if (!onlyAttention || hasFailedRecordings() || !report.misses().isEmpty()) {
            lines.add(counts());
        }
        Map<String, Integer> misses = new LinkedHashMap<>();
        report.misses().forEach(miss -> misses.merge(miss(miss), 1, Integer::sum));
        misses.entrySet().stream()
                .limit(MAX_MISSES)
                .forEach(miss -> lines.add("  missed " + miss.getKey()
                        + (miss.getValue() == 1 ? "" : " (" + miss.getValue() + " times)")));
        if (misses.size() > MAX_MISSES) {
            lines.add("  and " + (misses.size() - MAX_MISSES) + " other questions");
        }
        report.failedRecordings()
                .forEach(failed -> lines.add("  not kept: " + failed.request() + ": " + failed.reason()));
        return lines;
    }

    /** Zeros only of the two that everyone looks for. */
    private String counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Verb verb : Verb.values()) {
            counts.put(verb.label(), report.count(verb));
        }
        counts.put("upstream calls", report.upstreamCalls());
        return counted(counts) + saved(report.saved());
    }

    /** What replays have saved, in money where prices are known. */
    private static String saved(Report.Saved saved) {
        if (saved.tokens().input() + saved.tokens().output() == 0) {
            return "";
        }
        String tokens = "; saved %,d tokens"
                .formatted(saved.tokens().input() + saved.tokens().output());
        String day = saved.pricesAsOf().map(asOf -> " at prices of " + asOf).orElse("");
        String money =
                saved.cost().trillionths() == 0 ? "" : ", $" + saved.cost().rounded() + day;
        return tokens
                + money
                + (saved.unpriced() == 0 ? "" : " (%,d answers without a known price)".formatted(saved.unpriced()));
    }

    private static String counted(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 0 || ALWAYS_SHOWN.contains(count.getKey()))
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String miss(Json miss) {
        String model = text(miss, "model");
        String test = text(miss, "test");
        String key = text(miss, "key");
        return text(miss, "method") + " " + text(miss, "path") + (model.isEmpty() ? "" : " model=" + model)
                + (test.isEmpty() ? "" : " test=" + test)
                + (key.length() < 12 ? "" : " key=" + key.substring(0, 12))
                + miss.get("nearest").map(ExitReport::nearest).orElse("");
    }

    /** The nearest recording, and what differs in the first places. */
    private static String nearest(Json nearest) {
        List<Json> differences = nearest.get("differences").map(Json::items).orElse(List.of());
        String places = differences.stream()
                .limit(MAX_DIFFERENCES)
                .map(difference -> text(difference, "where") + ": " + text(difference, "what"))
                .collect(Collectors.joining("; "));
        return differences.isEmpty()
                ? ""
                : " (nearest " + text(nearest, "location") + " differs in " + places
                        + (differences.size() > MAX_DIFFERENCES ? "; …" : "") + ")";
    }

    private static String text(Json object, String name) {
        return Optional.of(object)
                .flatMap(any -> any.get(name))
                .flatMap(Json::string)
                .orElse("");
    }
}
