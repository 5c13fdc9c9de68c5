package io.reprise.core.explain;

/** Why no upstream was asked for what is not recorded. */
public sealed interface NotAsked {
    /** The server only replays. */
    record ServerReplays() implements NotAsked {}

    /** The request has the header {@code X-Reprise-Mode: replay}. */
    record RequestReplays() implements NotAsked {}

    /**
     * The client has no API key.
     *
     * @param variable of the environment from which the client most likely reads its key
     */
    record NoKey(String variable) implements NotAsked {}
}
