package io.reprise.junit;

import io.reprise.config.Configuration;
import io.reprise.core.plan.Mode;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A mode, and who chose it.
 *
 * @param origin for people, such as {@code the system property reprise.mode}
 */
record ChosenMode(Mode mode, String origin) {
    static final String PROPERTY = "reprise.mode";
    static final String VARIABLE = "REPRISE_MODE";

    /** The modes of other tools, and what they are called here. */
    private static final Map<String, Mode> ELSEWHERE = Map.ofEntries(
            Map.entry("none", Mode.REPLAY),
            Map.entry("read_only", Mode.REPLAY),
            Map.entry("lockdown", Mode.REPLAY),
            Map.entry("once", Mode.RECORD_IF_MISSING),
            Map.entry("auto", Mode.RECORD_IF_MISSING),
            Map.entry("new_episodes", Mode.RECORD_IF_MISSING),
            Map.entry("read_write", Mode.RECORD_IF_MISSING),
            Map.entry("all", Mode.RECORD),
            Map.entry("rewrite", Mode.RECORD),
            Map.entry("update", Mode.RECORD),
            Map.entry("write_only", Mode.RECORD),
            Map.entry("passthrough", Mode.LIVE),
            Map.entry("bypass", Mode.LIVE),
            Map.entry("wild", Mode.LIVE));

    /**
     * The mode of a test.
     *
     * @param declared by annotation or builder; empty for none
     * @param property gives the value of a system property, or null
     * @param variable gives the value of an environment variable, or null
     * @param hasUpstream whether a real API could be asked
     * @throws IllegalArgumentException if one of them is no mode; the message says where it stands
     */
    static ChosenMode of(
            String declared, UnaryOperator<String> property, UnaryOperator<String> variable, boolean hasUpstream) {
        String fromProperty = property.apply(PROPERTY);
        if (isGiven(fromProperty)) {
            return parsed(fromProperty, "the system property " + PROPERTY);
        }
        String fromVariable = variable.apply(VARIABLE);
        if (isGiven(fromVariable)) {
            return parsed(fromVariable, "the environment variable " + VARIABLE);
        }
        String ci = variable.apply("CI");
        boolean isCi = ci != null && Configuration.isBuild(ci);
        if (!declared.isEmpty()) {
            ChosenMode chosen = parsed(declared, "the test");
            return isCi && chosen.mode().keeps()
                    ? new ChosenMode(Mode.REPLAY, "the environment variable CI is set")
                    : chosen;
        }
        if (isCi) {
            return new ChosenMode(Mode.REPLAY, "the environment variable CI is set");
        }
        return hasUpstream
                ? new ChosenMode(Mode.RECORD_IF_MISSING, "the default")
                : new ChosenMode(Mode.REPLAY, "no upstream is known");
    }

    private static boolean isGiven(String value) {
        return value != null && !value.isBlank();
    }

    private static ChosenMode parsed(String text, String origin) {
        try {
            return new ChosenMode(Mode.parse(text), origin);
        } catch (IllegalArgumentException unknown) {
            Mode meant = ELSEWHERE.get(text.strip().toLowerCase(Locale.ROOT).replace('-', '_'));
            String hint = meant == null ? "" : "; what other tools call '" + text.strip() + "' is '" + meant + "'";
            throw new IllegalArgumentException(origin + ": " + unknown.getMessage() + hint, unknown);
        }
    }
}
