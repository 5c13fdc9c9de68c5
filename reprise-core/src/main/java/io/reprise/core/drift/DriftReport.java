package io.reprise.core.drift;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found when the requests of some recordings were sent once more.
 *
 * @param recordings those that were answered, sorted by location
 * @param skipped those that were not asked for, sorted by location
 * @param failed those to which an answer is missing, sorted by location
 * @param isStopped whether it was ended before all were asked
 */
public record DriftReport(
        List<RecordingDrift> recordings,
        List<LeftOut> skipped,
        List<LeftOut> failed,
        boolean isStopped,
        Thresholds thresholds) {
    private static final int DIGITS = 12;

    /** A recording of which nothing is known, and why. */
    public record LeftOut(String location, String reason) {
        /** The members that docs/verify.md describes. */
        public Json toJson() {
            return new JsonObjectBuilder()
                    .with("location", location)
                    .with("reason", reason)
                    .done();
        }
    }

    public DriftReport {
        recordings = List.copyOf(recordings);
        skipped = List.copyOf(skipped);
        failed = List.copyOf(failed);
    }

    /** What is beyond a threshold in a recording, a sentence for each. */
    public List<String> exceededBy(RecordingDrift drift) {
        return thresholds.exceededBy(drift);
    }

    /** What a threshold says nothing about, a sentence for each. */
    public List<String> unknownFor(RecordingDrift drift) {
        return thresholds.unknownFor(drift);
    }

    /** How many recordings are beyond a threshold. */
    public long exceeding() {
        return recordings.stream()
                .filter(drift -> !thresholds.exceededBy(drift).isEmpty())
                .count();
    }

    /** How many answers came. */
    public long answers() {
        return recordings.stream()
                .mapToLong(drift -> drift.differences().size())
                .sum();
    }

    /** How many answers have a cost that is not known. */
    public long unpriced() {
        return answers()
                - recordings.stream()
                        .mapToLong(drift -> drift.cost().now().size())
                        .sum();
    }

    /** What the answers cost together, as far as it is known, in US dollars. */
    public double cost() {
        return recordings.stream()
                .flatMap(drift -> drift.cost().now().stream())
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /** All in one line: {@code compared 12 recordings, 36 answers; 1 beyond a threshold, 2 skipped}. */
    public String verdict() {
        List<String> said = new ArrayList<>();
        if (!thresholds.equals(Thresholds.NONE)) {
            said.add(exceeding() + " beyond a threshold");
        }
        if (!failed.isEmpty()) {
            said.add(failed.size() + " not answered");
        }
        if (!skipped.isEmpty()) {
            said.add(skipped.size() + " skipped");
        }
        if (isStopped) {
            said.add("stopped before the end");
        }
        return "compared " + counted(recordings.size(), "recording") + ", " + counted(answers(), "answer")
                + (said.isEmpty() ? "" : "; " + String.join(", ", said));
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The members that docs/verify.md describes. */
    public Json toJson() {
        BigDecimal sum = BigDecimal.valueOf(cost()).setScale(DIGITS, RoundingMode.HALF_UP);
        boolean isNothingPriced = unpriced() == answers();
        return new JsonObjectBuilder()
                .with(
                        "recordings",
                        recordings.stream()
                                .map(drift -> new DriftJson(drift).with(thresholds))
                                .toList())
                .with("skipped", skipped.stream().map(LeftOut::toJson).toList())
                .with("failed", failed.stream().map(LeftOut::toJson).toList())
                .with("total", recordings.size())
                .with("answers", answers())
                .with("exceeding", exceeding())
                .with("complete", !isStopped)
                .with(
                        "cost_usd",
                        isNothingPriced
                                ? Json.NULL
                                : new Json.JsonString(sum.stripTrailingZeros().toPlainString()))
                .with("unpriced", unpriced())
                .with("thresholds", thresholds.toJson())
                .with("verdict", verdict())
                .done();
    }
}
