package io.reprise.core.explain;

import java.util.Locale;
import java.util.Optional;

/** Why a request was missed, as one of a few kinds: for counts, and for a list of misses in groups. */
public enum MissCause {
    /** The same question is recorded for another test, as after a test was renamed. */
    OTHER_TEST("another test has recorded this question"),
    /** The same question is recorded, but of another upstream than the request names. */
    OTHER_UPSTREAM("this question is recorded for another upstream"),
    /** All recordings of the question are used up. */
    USED_UP("all recordings of this question are used up"),
    /** A rule of never-keep. */
    NEVER_KEPT("a never-keep rule excludes this request from recording"),
    /** The recording is older than it may be. */
    EXPIRED("the recording of this question has expired"),
    /** A message of a WebSocket. */
    OTHER_MESSAGE("a recorded WebSocket conversation continues differently"),
    /** Only an upstream could answer, and the client has no API key to ask it with. */
    NO_KEY("the client has no API key to ask the upstream with"),
    /** This path is recorded, but only for other methods. */
    OTHER_METHOD("this path is recorded for another method"),
    /** The nearest recording differs. */
    DIFFERENT("the request differs from what is recorded"),
    /** Nothing similar is recorded. */
    NOTHING_SIMILAR("nothing similar is recorded");

    private final String words;

    MissCause(String words) {
        this.words = words;
    }

    static MissCause of(Miss miss) {
        return switch (miss.reason()) {
            case USED_UP -> USED_UP;
            case NEVER_KEPT -> NEVER_KEPT;
            case EXPIRED -> EXPIRED;
            case OTHER_MESSAGE -> OTHER_MESSAGE;
            case NO_KEY -> NO_KEY;
            case NOT_RECORDED -> ofUnrecorded(miss);
        };
    }

    private static MissCause ofUnrecorded(Miss miss) {
        Optional<Nearest> nearest = miss.nearest();
        if (nearest.isEmpty()) {
            return NOTHING_SIMILAR;
        }
        if (!nearest.get().isSameQuestion()) {
            return nearest.get().otherMethod().isPresent() ? OTHER_METHOD : DIFFERENT;
        }
        boolean isUsable = nearest.get().test().isNone()
                || nearest.get().test().equals(miss.asked().test());
        return isUsable ? OTHER_UPSTREAM : OTHER_TEST;
    }

    /** As it is written in JSON and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A sentence for people, without a capital and a full stop. */
    public String words() {
        return words;
    }
}
