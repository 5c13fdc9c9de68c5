package io.reprise.cli.comparison;

import io.reprise.cli.argument.Parameter;
import io.reprise.core.drift.Limit;
import io.reprise.core.drift.Thresholds;
import io.reprise.core.drift.Thresholds.What;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How {@code reprise verify} asks, what it may find, and how it says so. */
final class VerifyFlags {
    /** More requests are sent only if their user has said so. */
    static final int MOST_UNASKED = 25;

    private static final int MOST_PARALLEL = 64;
    private static final int MOST_REPEATS = 1_000;

    private final Parameter<Integer> repeat = Parameter.number(
            "--repeat",
            "from 1 to " + MOST_REPEATS,
            "N",
            "Send each request N times; numbers are then mean ± deviation. Default: 1.");

    private final Parameter<Integer> parallel = Parameter.number(
            "--parallel", "from 1 to " + MOST_PARALLEL, "N", "Send N requests at the same time. Default: 1.");

    private final Parameter<String> maxWords = Parameter.option(
            "--max-words",
            "PERCENT",
            "How many of the words of both answers may be in only one of them, such as 20%%.");

    private final Parameter<String> maxFirstToken = Parameter.option(
            "--max-first-token",
            "LIMIT",
            "How late the first token may come: 2x is twice the recorded time; or a time such as 800ms.");

    private final Parameter<String> maxDuration =
            Parameter.option("--max-duration", "LIMIT", "How long a whole answer may take: 2x, or a time such as 30s.");

    private final Parameter<String> maxCost = Parameter.option(
            "--max-cost", "FACTOR", "How much an answer may cost: 1.5x is one and a half times the recorded cost.");

    private final Parameter<Boolean> sameShape = Parameter.flag(
            "--same-shape", "Members, tool calls, finish reasons, endings and statuses must be the recorded ones.");

    private final Parameter<Boolean> dryRun =
            Parameter.flag("--dry-run", "Only list the requests, their keys, and what they would cost.");

    private final Parameter<Boolean> yes =
            Parameter.flag("--yes", "Send the requests, also if they are more than " + MOST_UNASKED + ".");

    private final Parameter<Boolean> diff = Parameter.flag("--diff", "Also show the words that differ.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON object.");

    List<Parameter<?>> all() {
        return List.of(
                repeat, parallel, maxWords, maxFirstToken, maxDuration, maxCost, sameShape, dryRun, yes, diff, json);
    }

    /** @throws IllegalArgumentException if it is no number that makes sense, as for the others */
    int repeat() {
        return number("--repeat", repeat, MOST_REPEATS);
    }

    int parallel() {
        return number("--parallel", parallel, MOST_PARALLEL);
    }

    private static int number(String name, Parameter<Integer> flag, int most) {
        int number = flag.given().orElse(1);
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(name + ": " + number + " is not a number from 1 to " + most);
        }
        return number;
    }

    boolean isDryRun() {
        return dryRun.isGiven();
    }

    /** Whether the requests may be many. */
    boolean isConfirmed() {
        return yes.isGiven();
    }

    boolean showsWords() {
        return diff.isGiven();
    }

    boolean isJson() {
        return json.isGiven();
    }

    /** @throws IllegalArgumentException if one is wrong; the message names it */
    Thresholds thresholds() {
        Map<What, Limit> limits = new EnumMap<>(What.class);
        put(limits, What.WORDS, new ChosenLimit("--max-words", maxWords, Limit::ofWords));
        put(limits, What.FIRST_TOKEN, new ChosenLimit("--max-first-token", maxFirstToken, Limit::ofTime));
        put(limits, What.DURATION, new ChosenLimit("--max-duration", maxDuration, Limit::ofTime));
        put(limits, What.COST, new ChosenLimit("--max-cost", maxCost, Limit::ofCost));
        return new Thresholds(limits, sameShape.isGiven());
    }

    private record ChosenLimit(String name, Parameter<String> flag, Function<String, Limit> reading) {}

    private static void put(Map<What, Limit> limits, What what, ChosenLimit chosen) {
        chosen.flag().given().ifPresent(text -> {
            try {
                limits.put(what, chosen.reading().apply(text));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(chosen.name() + ": " + wrong.getMessage(), wrong);
            }
        });
    }
}
