package io.reprise.server.replay;

import io.reprise.server.lookup.PreparedResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.SplittableRandom;

/** Gives replays ids that no other replay has, where the server is to do so. One for each event loop. */
public final class IdRewriter {
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

    PreparedResponse of(PreparedResponse recorded) {
        return recorded.freshIds().isEmpty()
                ? recorded
                : recorded.with(recorded.freshIds().get().renew(random, Instant.now()));
    }
}
