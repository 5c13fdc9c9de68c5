package io.reprise.cli;

import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a server did while it ran, for the person who stops it; the same as {@code GET /__reprise/report}, in words. */
final class ExitReport {
    private static final int MAX_MISSES = 20;
    private static final int MAX_DIFFERENCES = 3;

    private final Json report;

    private ExitReport(Json report) {
        this.report = report;
    }

    static ExitReport of(Json report) {
        return new ExitReport(report);
    }

    boolean hasLosses() {
        return !list("lost").isEmpty();
    }

    /** @param onlyAttention whether to say nothing of what is as it should be */
    List<String> lines(boolean onlyAttention) {
        List<String> lines = new ArrayList<>();
        if (!onlyAttention || hasLosses() || !list("misses").isEmpty()) {
            lines.add(counts());
        }
        Map<String, Integer> misses = new LinkedHashMap<>();
        list("misses").forEach(miss -> misses.merge(miss(miss), 1, Integer::sum));
        misses.entrySet().stream()
                .limit(MAX_MISSES)
                .forEach(miss -> lines.add("  missed " + miss.getKey()
                        + (miss.getValue() == 1 ? "" : " (" + miss.getValue() + " times)")));
        if (misses.size() > MAX_MISSES) {
            lines.add("  and " + (misses.size() - MAX_MISSES) + " other questions");
        }
        list("lost").forEach(loss -> lines.add("  not kept: " + text(loss, "request") + ": " + text(loss, "reason")));
        return lines;
    }

    /** All members that are plain numbers, as they are named; zeros only of the two that everyone looks for. */
    private String counts() {
        List<String> counts = new ArrayList<>();
        for (Json.Member member : report.members()) {
            boolean isCount = member.value() instanceof Json.JsonNumber;
            String count = isCount ? ((Json.JsonNumber) member.value()).spelling() : "";
            boolean isShown = isCount
                    && (!count.equals("0")
                            || member.name().equals("replayed")
                            || member.name().equals("recorded"));
            if (isShown) {
                counts.add(member.name().replace('_', ' ') + " " + count);
            }
        }
        return String.join(", ", counts);
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

    private List<Json> list(String name) {
        return report.get(name).map(Json::items).orElse(List.of());
    }

    private static String text(Json object, String name) {
        return Optional.of(object)
                .flatMap(any -> any.get(name))
                .flatMap(Json::string)
                .orElse("");
    }
}
