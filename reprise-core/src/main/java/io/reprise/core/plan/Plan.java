package io.reprise.core.plan;

/** What shall happen to a request. */
public sealed interface Plan {
    /** @param turn says which recording to send */
    record Replay(Turn turn) implements Plan {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.replay(this);
        }
    }

    /** Ask the upstream. */
    record Forward(Keeping keeping) implements Plan {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.forward(this);
        }
    }

    /** @param isUsedUp whether all recordings of the question are used up */
    record Refuse(boolean isUsedUp) implements Plan {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.refuse(this);
        }
    }

    /** One case for each kind of plan. */
    interface Visitor<T> {
        T replay(Replay replay);

        T forward(Forward forward);

        T refuse(Refuse refuse);
    }

    <T> T accept(Visitor<T> visitor);

    /** Whether and where the answer of the upstream is kept. */
    enum Keeping {
        NO,
        /** Replaces the recordings of earlier runs. */
        REPLACE,
        /** Adds a further occurrence. */
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
