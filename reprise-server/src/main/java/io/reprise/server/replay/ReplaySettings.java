package io.reprise.server.replay;

import io.reprise.core.plan.Repeat;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.PaceRule;
import java.util.List;

/**
 * How recordings are given.
 *
 * @param pace where neither a request nor a rule says one
 */
public record ReplaySettings(Repeat repeat, Pace pace, List<PaceRule> paces, List<FaultRule> faults) {
    /** The last occurrence repeats, everything is sent at once, and nothing goes wrong. */
    public static final ReplaySettings DEFAULT = new ReplaySettings(Repeat.LAST, Pace.INSTANT, List.of(), List.of());

    public ReplaySettings {
        paces = List.copyOf(paces);
        faults = List.copyOf(faults);
    }

    /** The same pace for all. */
    public ReplaySettings at(Pace other) {
        return new ReplaySettings(repeat, other, paces, faults);
    }
}
