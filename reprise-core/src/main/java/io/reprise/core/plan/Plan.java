package io.reprise.core.plan;

/** What shall happen to a request. */
public sealed interface Plan {
    /** @param turn says which recording to send */
    record Replay(Turn turn) implements Plan {}

    /** Ask the upstream. */
    record Forward(Keeping keeping) implements Plan {}

    /** @param isUsedUp whether there were recordings, but all have been given */
    record Refuse(boolean isUsedUp) implements Plan {}

    /** Whether and where the answer of the upstream is kept. */
    enum Keeping {
        NO,
        /** In the place of what earlier runs recorded. */
        REPLACE,
        /** After what is there. */
        APPEND
    }

    static Plan of(Mode mode, Match match) {
        return switch (mode) {
            case LIVE -> new Forward(Keeping.NO);
            case RECORD -> new Forward(Keeping.REPLACE);
            case REPLAY -> match.fold(Replay::new, nothing -> new Refuse(nothing.isUsedUp()));
            case RECORD_IF_MISSING -> match.fold(Replay::new, nothing -> new Forward(Keeping.APPEND));
        };
    }
}
