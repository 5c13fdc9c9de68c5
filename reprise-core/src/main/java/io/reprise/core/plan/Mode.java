package io.reprise.core.plan;

import io.reprise.core.exchange.Quoted;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whether answers come from the upstream or from the store. */
public enum Mode {
    /** Ask the upstream, keep nothing. */
    LIVE,
    /** Ask the upstream, and replace the recording by its answer. */
    RECORD,
    /** Answer from the store; never open a connection. */
    REPLAY,
    /** Answer from the store, and ask the upstream for what is not there. */
    RECORD_IF_MISSING;

    /**
     * The mode that is written {@code live}, {@code record}, {@code replay} or {@code record-if-missing}.
     *
     * @throws IllegalArgumentException for any other text; the message lists the modes
     */
    public static Mode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(text.trim().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Quoted.of(text) + " is not a mode; the modes are "
                        + Arrays.stream(values()).map(Mode::toString).collect(Collectors.joining(", "))));
    }

    /** How a store is looked at before it is decided what happens. */
    public enum LookUp {
        /** The answer comes from an upstream in any case. */
        NONE,
        /** What is not found at once is asked for. */
        QUICK,
        /** Nothing else could answer: worth waiting for. */
        THOROUGH
    }

    public LookUp lookUp() {
        return switch (this) {
            case LIVE, RECORD -> LookUp.NONE;
            case RECORD_IF_MISSING -> LookUp.QUICK;
            case REPLAY -> LookUp.THOROUGH;
        };
    }

    /** Whether answers of upstreams are kept. */
    public boolean keeps() {
        return this == RECORD || this == RECORD_IF_MISSING;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
