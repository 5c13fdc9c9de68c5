package io.reprise.core.replay.fault;

import java.util.List;

/**
 * All steps of one response, in order. The first step is the head, unless there is only an end to come; the last step,
 * and no other, is an {@link Step.End}, {@link Step.Cut}, {@link Step.Reset} or {@link Step.Hang}. Due times never
 * decrease.
 *
 * @param mark the faults, for the log; the head has it in {@code x-reprise-fault}
 */
public record Script(List<Step> steps, String mark) {
    /** The header of a response that names its faults. */
    public static final String HEADER = "x-reprise-fault";

    public Script {
        steps = List.copyOf(steps);
    }

    /** The value of that header for what goes wrong. */
    public static String header(Faults faults) {
        return printable(faults.toString());
    }

    static String printable(String mark) {
        return mark.replaceAll("[^ -~]", "?");
    }

    /** The status that the client sees; 0 if it gets none. */
    public int status() {
        return steps.get(0) instanceof Step.Head head ? head.status() : 0;
    }
}
