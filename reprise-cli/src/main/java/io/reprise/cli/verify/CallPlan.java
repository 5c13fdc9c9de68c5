package io.reprise.cli.verify;

import io.reprise.core.drift.DriftReport.LeftOut;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;

/**
 * Which requests are to be sent, and how often.
 *
 * @param calls sorted by location
 * @param skipped recordings that cannot be asked for, sorted by location
 * @param repeat how often each request is sent, 1 or more
 */
public record CallPlan(List<PlannedCall> calls, List<LeftOut> skipped, int repeat) {
    public CallPlan {
        calls = List.copyOf(calls);
        skipped = List.copyOf(skipped);
    }

    /** How many requests will be sent, but for further tries. */
    public long requests() {
        return (long) calls.size() * repeat;
    }

    /** How many of them have a cost that is not known. */
    public long unpriced() {
        return calls.stream().filter(call -> call.cost().isEmpty()).count() * repeat;
    }

    /** What the others cost, if they are answered as before; empty if no cost is known. */
    public Optional<UsDollars> cost() {
        if (unpriced() == requests()) {
            return Optional.empty();
        }
        UsDollars sum = UsDollars.ZERO;
        for (PlannedCall call : calls) {
            sum = call.cost().map(sum::plus).orElse(sum);
        }
        return Optional.of(sum.times(repeat));
    }

    /** Such as {@code about $0.014, and 2 calls of unknown cost}. */
    public String costInWords() {
        String unknown = unpriced() + (unpriced() == 1 ? " call" : " calls") + " of unknown cost";
        return cost().map(amount -> "about $" + amount.rounded() + (unpriced() == 0 ? "" : ", and " + unknown))
                .orElse("of unknown cost");
    }

    /** The members that docs/verify.md describes. */
    public Json toJson() {
        return new JsonObjectBuilder()
                .with("dry_run", true)
                .with("recordings", calls.stream().map(PlannedCall::toJson).toList())
                .with("skipped", skipped.stream().map(LeftOut::toJson).toList())
                .with("total", calls.size())
                .with("calls", requests())
                .with("cost_usd", cost().map(UsDollars::toJson).orElse(Json.NULL))
                .with("unpriced", unpriced())
                .done();
    }
}
