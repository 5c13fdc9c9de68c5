package io.reprise.server.mcp;

import io.reprise.core.json.Json;
import java.util.Optional;

/**
 * What a message is answered with.
 *
 * @param status of HTTP
 * @param message empty for a notification, which has no answer
 */
public record Reply(int status, Optional<Json> message) {
    private static final int ACCEPTED = 202;

    static final Reply NONE = new Reply(ACCEPTED, Optional.empty());

    /** To a notification, which has no answer even where it is wrong. */
    static Reply silent(int status) {
        return new Reply(status, Optional.empty());
    }

    static Reply of(int status, Json message) {
        return new Reply(status, Optional.of(message));
    }
}
