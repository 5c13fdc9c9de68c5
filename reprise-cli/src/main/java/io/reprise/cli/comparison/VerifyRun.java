package io.reprise.cli.comparison;

import io.reprise.cli.process.Counted;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.FailureMessage;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.cli.process.StopSignals;
import io.reprise.cli.terminal.Style;
import io.reprise.cli.terminal.StyledText;
import io.reprise.cli.verify.Asker;
import io.reprise.cli.verify.CallPlan;
import io.reprise.cli.verify.PlannedCall;
import io.reprise.cli.verify.SentHeaders;
import io.reprise.cli.verify.Verification;
import io.reprise.cli.verify.Waits;
import io.reprise.config.Configuration;
import io.reprise.core.drift.DriftReport;
import io.reprise.core.drift.DriftReport.LeftOut;
import io.reprise.core.drift.RecordingDrift;
import io.reprise.core.drift.Thresholds;
import io.reprise.server.client.UpstreamCalls;
import io.reprise.server.client.UpstreamClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Carries out a plan of {@code reprise verify}, or only says what it is. */
final class VerifyRun {
    /** More lines about what was left out would hide the rest. */
    private static final int MOST_SHOWN = 20;

    private final ProcessEnvironment process;
    private final Configuration configuration;
    private final VerifyFlags flags;
    private final SentHeaders sent;

    VerifyRun(ProcessEnvironment process, Configuration configuration, VerifyFlags flags, SentHeaders sent) {
        this.process = process;
        this.configuration = configuration;
        this.flags = flags;
        this.sent = sent;
    }

    /** The exit status. */
    int carryOut(CallPlan plan, boolean isAnyBroken) throws InterruptedException {
        requireOneUpstream(plan);
        int otherwise = isAnyBroken ? ExitCode.ATTENTION : ExitCode.FINE;
        if (flags.isDryRun()) {
            tell(plan);
            return otherwise;
        }
        if (plan.requests() > VerifyFlags.MOST_UNASKED && !flags.isConfirmed()) {
            throw new IllegalArgumentException("this would send " + plan.requests() + " requests, " + plan.costInWords()
                    + "; --yes sends them, --filter selects fewer, and --dry-run lists them");
        }
        DriftReport report = ask(plan);
        tell(report);
        if (report.isStopped()) {
            return ExitCode.STOPPED;
        }
        if (report.exceeding() > 0) {
            return ExitCode.FAIL_ON;
        }
        return report.failed().isEmpty() && !report.recordings().isEmpty() ? otherwise : ExitCode.FAILED;
    }

    /** A key must not reach another upstream than the one that it is for. */
    private void requireOneUpstream(CallPlan plan) {
        Set<String> hosts = plan.calls().stream()
                .map(call -> call.upstream().url().getAuthority())
                .collect(Collectors.toCollection(TreeSet::new));
        if (sent.hasGiven() && hosts.size() > 1) {
            throw new IllegalArgumentException(
                    "--header would be sent to several upstreams: " + String.join(", ", hosts)
                            + "; select the recordings of one with --filter 'upstream:…', or write 'headers' of each upstream into"
                            + " reprise.yaml");
        }
    }

    private DriftReport ask(CallPlan plan) throws InterruptedException {
        UpstreamClient.requireUsable(configuration.upstreams());
        Thresholds thresholds = flags.thresholds();
        long mostBytes = configuration
                .serverSettings(Optional.empty(), Optional.empty())
                .listening()
                .limits()
                .recording();
        try (UpstreamCalls calls = new UpstreamCalls(mostBytes);
                ProgressBar progress =
                        new ProgressBar(process, "asking", plan.calls().size())) {
            Verification verification = new Verification(
                    new Asker(calls, sent, Waits.ofMachine(), configuration.redact()),
                    process.mask(),
                    configuration.prices(),
                    flags.parallel());
            StopSignals.install().whenStopped(() -> {
                verification.stop();
                calls.stop();
            });
            return verification.run(plan, thresholds, told(thresholds), progress::step);
        }
    }

    /** Prints each as soon as it is known. */
    private Consumer<RecordingDrift> told(Thresholds thresholds) {
        DriftReport judging = new DriftReport(List.of(), List.of(), List.of(), false, thresholds);
        return flags.isJson()
                ? drift -> {}
                : drift -> {
                    process.print(DriftText.of(drift, judging, flags.showsWords()));
                    process.end(); // each request costs money, and none is sent for nobody
                };
    }

    private void tell(DriftReport report) {
        if (flags.isJson()) {
            process.printJson(report.toJson());
        } else {
            leftOut("not answered", report.failed(), Style.WRONG);
            leftOut("skipped", report.skipped(), Style.QUIET);
        }
        String cost = report.answers() == 0 || report.unpriced() == report.answers()
                ? ""
                : "; the answers cost " + DriftText.dollars(report.cost())
                        + (report.unpriced() == 0 ? "" : ", without " + report.unpriced() + " of unknown cost");
        process.say(report.verdict() + cost);
        if (report.recordings().isEmpty() && report.failed().isEmpty()) {
            process.say("nothing was sent" + (report.skipped().isEmpty() ? ": no recording is selected" : ""));
        }
    }

    private void leftOut(String what, List<LeftOut> all, Style style) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        all.forEach(each -> byReason.computeIfAbsent(FailureMessage.oneLine(each.reason()), reason -> new ArrayList<>())
                .add(each.location()));
        List<Map.Entry<String, List<String>>> reasons = List.copyOf(byReason.entrySet());
        for (Map.Entry<String, List<String>> each : reasons.subList(0, Math.min(MOST_SHOWN, reasons.size()))) {
            process.print(
                    new StyledText().add(what, style).add(" " + named(each.getValue()) + ": " + each.getKey() + "\n"));
        }
        int left = reasons.stream()
                .skip(MOST_SHOWN)
                .mapToInt(reason -> reason.getValue().size())
                .sum();
        if (left > 0) {
            process.print(what + ": " + Counted.of(left, "more recording") + "; --json lists all\n");
        }
    }

    /** One by its name; several, which all have the same reason, by their number. */
    private static String named(List<String> locations) {
        return locations.size() == 1
                ? locations.get(0)
                : locations.size() + " recordings (" + String.join(", ", locations.subList(0, 2))
                        + (locations.size() > 2 ? ", …" : "") + ")";
    }

    private void tell(CallPlan plan) {
        if (flags.isJson()) {
            process.printJson(plan.toJson());
        } else {
            plan.calls().forEach(call -> process.print(line(call)));
            leftOut("skipped", plan.skipped(), Style.QUIET);
        }
        process.say(Counted.of(plan.requests(), "request") + " for "
                + Counted.of(plan.calls().size(), "recording") + (plan.requests() == 0 ? "" : ", " + plan.costInWords())
                + "; nothing was sent");
        plan.calls().stream()
                .map(call -> "key for " + call.upstream().url().getAuthority() + ": "
                        + sent.origin(call.upstream(), call.asked().family()))
                .distinct()
                .forEach(process::say);
        process.say("of request headers, recordings keep only content-type, range and those that a rule includes;"
                + " add others with --header");
    }

    private static String line(PlannedCall call) {
        String model = call.asked().model().isEmpty() ? "" : " " + call.asked().model();
        return call.location() + ": " + call.asked().method() + " "
                + call.asked().path() + model + " -> "
                + call.upstream().url() + ", "
                + call.cost().map(amount -> "about $" + amount.rounded()).orElse("of unknown cost") + "\n";
    }
}
