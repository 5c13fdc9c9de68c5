package io.reprise.cli.serving;

import io.reprise.cli.process.Counted;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.config.FailOn;
import io.reprise.config.Reprise;
import io.reprise.config.UnusedRecordings;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.explain.Remedy;
import io.reprise.core.json.Json;
import io.reprise.server.outcome.FailedRecordings.FailedRecording;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.outcome.RecordingAges;
import io.reprise.server.outcome.Report;
import io.reprise.server.spool.Spooled;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a server did while it ran, for the person who stops it; the same as {@code GET /__reprise/report}, in words. */
final class ExitReport {
    private static final int MAX_MISSES = 20;
    private static final int MAX_REASONS = 3;

    /** In characters. */
    private static final int MAX_REASON = 300;

    private static final int MAX_DIFFERENCES = 3;
    private static final int MAX_RULES = 10;
    private static final Set<String> ALWAYS_SHOWN = Set.of(Verb.REPLAYED.label(), Verb.RECORDED.label());

    private static final int MAX_UNUSED = 20;
    private static final int MAX_EXPIRED = 20;

    /** More are not looked for, since a stop is to be quick. */
    private static final int MAX_SEARCHED = 1_000;

    private final ProcessEnvironment process;
    private final Set<FailOn> failOn;
    private final boolean isChosen;
    private final Optional<String> prune;
    private final String record;

    /**
     * @param failOn what makes the exit status 4; by default, {@code run} has something here
     * @param isChosen whether a setting says so
     * @param prune the command that lists recordings that can be deleted, if there is one
     * @param record the command that records
     */
    ExitReport(
            ProcessEnvironment process, Set<FailOn> failOn, boolean isChosen, Optional<String> prune, String record) {
        this.isChosen = isChosen;
        this.record = record;
        this.process = process;
        this.failOn = failOn;
        this.prune = prune;
    }

    /**
     * Prints the report of a server that has stopped.
     *
     * @param onlyAttention whether to leave out everything that is in order
     * @return the exit status
     */
    int tell(Reprise reprise, boolean onlyAttention) {
        Report report = reprise.report();
        boolean hasTests = reprise.hasRunTests();
        boolean asksForUnused = failOn.contains(FailOn.UNUSED) || !onlyAttention && prune.isPresent() && hasTests;
        UnusedRecordings unused = asksForUnused ? reprise.unused(MAX_SEARCHED) : UnusedRecordings.NONE;
        lines(report, onlyAttention ? errorLines(report, reprise.failures()) : List.of(), onlyAttention)
                .forEach(process::say);
        List<String> waiting = reprise.spooled().map(ExitReport::spoolLines).orElse(List.of());
        waiting.forEach(process::say);
        ageLines(reprise.ages(), onlyAttention).forEach(process::say);
        unusedLines(unused, hasTests).forEach(process::say);
        Set<FailOn> failed = EnumSet.noneOf(FailOn.class);
        failOn.stream().filter(each -> hasHappened(each, report, unused)).forEach(failed::add);
        failed.forEach(each -> process.say("status " + ExitCode.FAIL_ON + ": " + reason(each, report, unused)
                + (isChosen ? " (--fail-on " + each + ")" : "")));
        if (!report.failedRecordings().isEmpty() || !waiting.isEmpty()) {
            return ExitCode.ATTENTION;
        }
        return failed.isEmpty() ? ExitCode.FINE : ExitCode.FAIL_ON;
    }

    private static boolean hasHappened(FailOn what, Report report, UnusedRecordings unused) {
        return switch (what) {
            case MISS -> report.count(Verb.MISSED) > 0;
            case UNUSED -> !unused.locations().isEmpty();
            case LIVE -> report.upstreamCalls() > 0;
        };
    }

    private static String reason(FailOn what, Report report, UnusedRecordings unused) {
        return switch (what) {
            case MISS -> Counted.of(report.count(Verb.MISSED), "request") + " had no recording" + keyless(report);
            case UNUSED -> count(unused) + " not used";
            case LIVE -> Counted.of(report.upstreamCalls(), "request") + " went to an upstream";
        };
    }

    /** Why no upstream was asked, if that was for want of a key. */
    private static String keyless(Report report) {
        long count = report.misses().stream()
                .filter(miss -> !miss.text("missing_key").isEmpty())
                .count();
        return count == 0 ? "" : ", and no API key to ask an upstream with";
    }

    private static String count(UnusedRecordings unused) {
        int count = unused.locations().size();
        return (unused.isAll() ? "" : "more than ") + Counted.of(count, "recording") + (count == 1 ? " was" : " were");
    }

    private static List<String> spoolLines(Spooled spooled) {
        List<String> lines = new ArrayList<>();
        int open = spooled.answers() - spooled.refused().size();
        if (open > 0) {
            lines.add(Counted.of(open, "answer") + (open == 1 ? " waits" : " wait") + " on local disk, in '"
                    + spooled.directory() + "': the next server on this machine with these recordings delivers "
                    + (open == 1 ? "it" : "them"));
        }
        spooled.refused()
                .forEach((file, why) -> lines.add("  not delivered, and still on local disk: '" + file + "': " + why));
        return lines;
    }

    private List<String> ageLines(RecordingAges.Noted ages, boolean onlyAttention) {
        List<String> lines = new ArrayList<>();
        int count = ages.expired().size();
        if (count > 0) {
            lines.add(Counted.of(count, "recording") + (count == 1 ? " has" : " have") + " expired:");
            ages.expired().stream()
                    .limit(MAX_EXPIRED)
                    .forEach(expired -> lines.add("  expired: '" + expired.location() + "' " + expired.words()));
            if (count > MAX_EXPIRED) {
                lines.add("  and " + Counted.of(count - MAX_EXPIRED, "other"));
            }
            lines.add("to record them again, run the tests with: "
                    + Remedy.renewing(record, ages.expired().get(0).maxAge()));
        }
        if (ages.undated() > 0 && !onlyAttention) {
            lines.add(Counted.of(ages.undated(), "recording")
                    + (ages.undated() == 1 ? " has" : " have") + " no day, so max-age has no effect on "
                    + (ages.undated() == 1 ? "it" : "them"));
        }
        return lines;
    }

    private List<String> unusedLines(UnusedRecordings unused, boolean hasTests) {
        List<String> lines = new ArrayList<>();
        int count = unused.locations().size();
        if (count == 0) {
            return lines;
        }
        lines.add(count(unused) + " not used" + (hasTests ? " by the tests that ran" : "") + ":");
        unused.locations().stream().limit(MAX_UNUSED).forEach(location -> lines.add("  unused " + location));
        if (count > MAX_UNUSED) {
            lines.add("  and " + Counted.of(count - MAX_UNUSED, "other"));
        }
        prune.filter(command -> hasTests)
                .ifPresent(command -> lines.add("to list what can be deleted, run: " + command));
        return lines;
    }

    /** @param reasons with the number of requests */
    private List<String> errorLines(Report report, Map<String, Integer> reasons) {
        List<String> lines = new ArrayList<>();
        long errors = report.count(Verb.FAILED);
        if (errors == 0) {
            return lines;
        }
        lines.add("  " + Counted.of(errors, "request") + " got an error instead of an answer");
        reasons.entrySet().stream()
                .limit(MAX_REASONS)
                .forEach(reason -> lines.add("    " + brief(reason.getKey())
                        + (reason.getValue() == 1 ? "" : " (" + reason.getValue() + " times)")));
        long told = reasons.values().stream()
                .limit(MAX_REASONS)
                .mapToLong(count -> count)
                .sum();
        if (told < errors) {
            lines.add("    -v prints why" + (told == 0 ? "" : ", for the others as well"));
        }
        return lines;
    }

    private String brief(String reason) {
        return Quoted.shortened(process.mask().of(reason), MAX_REASON);
    }

    private static List<String> lines(Report report, List<String> errors, boolean onlyAttention) {
        List<String> lines = new ArrayList<>();
        if (!onlyAttention
                || report.count(Verb.FAILED) > 0
                || !report.failedRecordings().isEmpty()
                || !report.misses().isEmpty()) {
            lines.add(counts(report));
        }
        lines.addAll(errors);
        Map<String, Integer> misses = new LinkedHashMap<>();
        report.misses().forEach(miss -> misses.merge(miss(miss), 1, Integer::sum));
        misses.entrySet().stream()
                .limit(MAX_MISSES)
                .forEach(miss -> lines.add("  missed " + miss.getKey()
                        + (miss.getValue() == 1 ? "" : " (" + miss.getValue() + " times)")));
        if (misses.size() > MAX_MISSES) {
            lines.add("  and " + Counted.of(misses.size() - MAX_MISSES, "other question"));
        }
        lines.addAll(ruleLines(report.misses()));
        Map<String, Integer> notKept = new LinkedHashMap<>();
        report.failedRecordings().forEach(failed -> notKept.merge(notKept(failed), 1, Integer::sum));
        notKept.forEach(
                (line, count) -> lines.add("  not kept: " + line + (count == 1 ? "" : " (" + count + " times)")));
        return lines;
    }

    private static String notKept(FailedRecording failed) {
        return failed.request() + (failed.test().isEmpty() ? "" : " test=" + failed.test()) + ": " + failed.reason();
    }

    /** The rules by which the nearest recordings would have answered. */
    private static List<String> ruleLines(List<Json> misses) {
        List<String> rules = misses.stream()
                .flatMap(miss -> miss.list("rules").stream())
                .flatMap(rule -> rule.string().stream())
                .distinct()
                .toList();
        List<String> lines = new ArrayList<>();
        if (!rules.isEmpty()) {
            lines.add("if such differences should not matter, add to 'rules' of reprise.yaml:");
            rules.stream().limit(MAX_RULES).forEach(rule -> lines.add("  - " + rule));
            if (rules.size() > MAX_RULES) {
                lines.add("  and " + Counted.of(rules.size() - MAX_RULES, "other") + "; each miss names its own");
            }
        }
        return lines;
    }

    /** Zeros only of the two that everyone looks for. */
    private static String counts(Report report) {
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
                + (saved.unpriced() == 0
                        ? ""
                        : " (" + Counted.of(saved.unpriced(), "answer") + " without a known price)");
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
