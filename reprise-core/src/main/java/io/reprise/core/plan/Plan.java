package io.reprise.core.plan;

import java.util.Optional;
import java.util.function.Supplier;

/** What happens to a request. */
public sealed interface Plan {
    /** @param turn says which recording to send */
    record Replay(Turn turn) implements Plan {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.replay(this);
        }
    }

    /**
     * Ask the upstream.
     *
     * @param neverKept the rule because of which the answer is not kept
     */
    record Forward(Keeping keeping, Optional<String> neverKept) implements Plan {
        Forward(Keeping keeping) {
            this(keeping, Optional.empty());
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.forward(this);
        }
    }

    /** Say that there is no recording, and why. */
    record Refuse(Cause cause) implements Plan {
        /** Why no recording answers. */
        public sealed interface Cause {}

        /** None is there, or none for this test. */
        public record NotRecorded() implements Cause {}

        /** All recordings of the question are used up. */
        public record UsedUp() implements Cause {}

        /** @param rule because of which there is none */
        public record NeverKept(String rule) implements Cause {}

        /** The recording is older than it may be. */
        public record TooOld(Expired what) implements Cause {}

        /** Only the upstream could answer, and the client has no API key to ask it with. */
        public record NoKey() implements Cause {}

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
        /** Replaces the recordings of earlier runs, if it is the first of this run; else adds a further occurrence. */
        REPLACE,
        /** Replaces all recordings of the question, also those of this run. */
        REPLACE_ALL,
        /** Adds a further occurrence. */
        APPEND,
        /** Adds a further occurrence if it says something else than the last one. */
        APPEND_CHANGES,
        /** Takes the place of the first recording that is older than it may be. */
        RENEW
    }

    /** Who names the mode. */
    enum ModeSource {
        SERVER,
        /** A header of the request, which differs from the server's mode. */
        REQUEST
    }

    /**
     * As the other method. A request that asks for its own recording replaces all that its question has, however often it
     * comes: unless such questions are asked again, which have a series of answers.
     */
    static Plan of(Mode mode, ModeSource source, Match match, Supplier<AskingAgain> again) {
        Plan plan = of(mode, match, again);
        boolean isReplaced = source == ModeSource.REQUEST
                && plan instanceof Forward forward
                && forward.keeping() == Keeping.REPLACE
                && again.get() == AskingAgain.NO;
        return isReplaced ? new Forward(Keeping.REPLACE_ALL) : plan;
    }

    /** @param again is asked where the upstream may be asked */
    static Plan of(Mode mode, Match match, Supplier<AskingAgain> again) {
        if (match instanceof Match.NeverKept never) {
            Optional<String> rule = Optional.of(never.rule());
            return mode == Mode.REPLAY ? new Refuse(new Refuse.NeverKept(never.rule())) : new Forward(Keeping.NO, rule);
        }
        if (match instanceof Match.TooOld old && mode.lookUp() != Mode.LookUp.NONE) {
            return ofExpired(mode, old);
        }
        return switch (mode) {
            case LIVE -> new Forward(Keeping.NO);
            case RECORD -> new Forward(Keeping.REPLACE);
            case REPLAY ->
                match instanceof Match.Found found
                        ? new Replay(found.turn())
                        : new Refuse(
                                ((Match.Nothing) match).isUsedUp() ? new Refuse.UsedUp() : new Refuse.NotRecorded());
            case RECORD_IF_MISSING ->
                match instanceof Match.Found found
                        ? ofRecorded(found, again)
                        : new Forward(
                                again.get() == AskingAgain.KEEPS_CHANGES ? Keeping.APPEND_CHANGES : Keeping.APPEND);
        };
    }

    private static Plan ofExpired(Mode mode, Match.TooOld old) {
        return switch (old.action()) {
            case WARN -> new Replay(old.turn());
            case FAIL -> new Refuse(new Refuse.TooOld(old.what()));
            case RECORD -> mode.keeps() ? new Forward(Keeping.RENEW) : new Replay(old.turn());
        };
    }

    private static Plan ofRecorded(Match.Found found, Supplier<AskingAgain> again) {
        return switch (found.origin()) {
            case RECORDED -> new Replay(found.turn());
            case ASKED ->
                switch (again.get()) {
                    case NO -> new Replay(found.turn());
                    case KEEPS_CHANGES -> new Forward(Keeping.APPEND_CHANGES);
                    case KEEPS_EACH -> new Forward(Keeping.APPEND);
                };
            case FAILED -> new Forward(Keeping.APPEND); // as if it had not been kept
        };
    }
}
