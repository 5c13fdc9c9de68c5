package io.reprise.core.store.sync;

/**
 * What became of one recording of the source.
 *
 * @param reason for people; empty where the action says all
 */
public record SyncStep(String location, Action action, String reason) {
    /** What was done, or would be done. */
    public enum Action {
        ADDED,
        /** Only its day was older at the target. */
        NEWER_DAY,
        /** It took the place of another text. */
        OVERWRITTEN,
        /** It is at the target already. */
        UNCHANGED,
        /** The target has another text in its place. */
        CONFLICT,
        /** It could not be read, searched or kept. */
        FAILED,
        /** It is not one of those that were asked for, or has vanished. */
        LEFT_OUT
    }

    SyncStep(String location, Action action) {
        this(location, action, "");
    }
}
